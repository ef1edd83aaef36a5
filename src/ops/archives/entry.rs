//! The entry of an index for a chart that was read from its archive, as `helm repo index` would write it.
//!
//! May import: `source`, `model`.

use serde_json::{Map, Value};

use crate::model::EntryVersion;
use crate::source::ArchiveFile;

/// The entry, without what is empty.
pub(super) fn of(chart: &EntryVersion, file: &ArchiveFile, digest: &str) -> Value {
    let created = file.modified.map(|time| time.to_string()).unwrap_or_default();
    let mut entry = Map::new();
    for (name, text) in [
        ("apiVersion", &chart.api_version),
        ("name", &chart.name),
        ("version", &chart.version),
        ("appVersion", &chart.app_version),
        ("kubeVersion", &chart.kube_version),
        ("type", &chart.chart_type),
        ("description", &chart.description),
        ("home", &chart.home),
        ("icon", &chart.icon),
        ("created", &created),
    ] {
        put(&mut entry, name, text);
    }
    put(&mut entry, "digest", digest);
    if chart.deprecated {
        entry.insert("deprecated".to_owned(), Value::Bool(true));
    }
    for (name, texts) in [("keywords", &chart.keywords), ("sources", &chart.sources)] {
        list(&mut entry, name, texts.iter().map(|text| Value::from(text.as_str())));
    }
    let maintainers = chart.maintainers.iter().map(|person| {
        object(&[("name", &person.name), ("email", &person.email), ("url", &person.url)])
    });
    list(&mut entry, "maintainers", maintainers);
    let dependencies = chart.dependencies.iter().map(|needed| {
        object(&[
            ("name", &needed.name),
            ("version", &needed.version),
            ("repository", &needed.repository),
            ("condition", &needed.condition),
            ("alias", &needed.alias),
        ])
    });
    list(&mut entry, "dependencies", dependencies);
    if !chart.annotations.is_empty() {
        let pairs = chart.annotations.iter();
        let pairs = pairs.map(|(name, value)| (name.clone(), Value::from(value.as_str())));
        entry.insert("annotations".to_owned(), Value::Object(pairs.collect()));
    }
    list(&mut entry, "urls", std::iter::once(Value::from(file.url.as_str())));
    Value::Object(entry)
}

fn put(entry: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        entry.insert(name.to_owned(), Value::from(text));
    }
}

fn list(entry: &mut Map<String, Value>, name: &str, values: impl Iterator<Item = Value>) {
    let values: Vec<Value> = values.collect();
    if !values.is_empty() {
        entry.insert(name.to_owned(), Value::Array(values));
    }
}

fn object(pairs: &[(&str, &String)]) -> Value {
    let mut object = Map::new();
    for (name, text) in pairs {
        put(&mut object, name, text);
    }
    Value::Object(object)
}
