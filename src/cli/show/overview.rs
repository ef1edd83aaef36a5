//! What a chart or an addon says of itself, as rows and as a value.
//!
//! May import: `cli::show::shown`, `kyma`, `model`.

use serde_json::{Value, json};

use super::shown::{Shown, rows};
use crate::kyma::{Addon, Plan};
use crate::model::{Dependency, EntryVersion, Maintainer};

/// A chart's version, as the index tells of it.
pub(super) fn chart(repository: &str, entry: &str, version: &EntryVersion) -> Shown {
    let mut text = rows(&[
        ("name", format!("{repository}/{entry}")),
        ("version", version.version.clone()),
        ("app version", version.app_version.clone()),
        ("description", version.description.clone()),
        ("deprecated", if version.deprecated { "yes".to_owned() } else { String::new() }),
        ("type", version.chart_type.clone()),
        ("kubernetes", version.kube_version.clone()),
        ("created", version.created.clone()),
        ("keywords", version.keywords.join(", ")),
        ("home", version.home.clone()),
        ("icon", version.icon.clone()),
        ("digest", version.digest.clone()),
    ]);
    let lists = [
        ("source", version.sources.clone()),
        ("package", version.urls.clone()),
        ("maintainer", version.maintainers.iter().map(person).collect()),
        ("needs", version.dependencies.iter().map(need).collect()),
    ];
    for (label, values) in lists {
        for value in values {
            text.push_str(&rows(&[(label, value)]));
        }
    }
    for (key, value) in &version.annotations {
        text.push_str(&rows(&[("annotation", format!("{key}: {value}"))]));
    }
    let mut value = version_object(version);
    if let Value::Object(object) = &mut value {
        object.insert("repository".to_owned(), Value::from(repository));
        object.insert("entry".to_owned(), Value::from(entry));
    }
    Shown { text, value }
}

fn person(maintainer: &Maintainer) -> String {
    let Maintainer { name, email, url } = maintainer;
    let email = if email.is_empty() { String::new() } else { format!(" <{email}>") };
    let url = if url.is_empty() { String::new() } else { format!(" {url}") };
    format!("{name}{email}{url}")
}

fn need(dependency: &Dependency) -> String {
    let Dependency { name, version, repository, .. } = dependency;
    format!("{name} {version} {repository}").trim_end().to_owned()
}

/// One version for scripts.
pub(super) fn version_object(version: &EntryVersion) -> Value {
    let maintainers = version
        .maintainers
        .iter()
        .map(|one| json!({ "name": one.name, "email": one.email, "url": one.url }));
    let dependencies = version.dependencies.iter().map(|one| {
        json!({
            "name": one.name, "version": one.version, "repository": one.repository,
            "condition": one.condition, "alias": one.alias,
        })
    });
    let annotations: serde_json::Map<String, Value> = version
        .annotations
        .iter()
        .map(|(key, value)| (key.clone(), Value::from(value.as_str())))
        .collect();
    json!({
        "name": version.name,
        "version": version.version,
        "app_version": version.app_version,
        "description": version.description,
        "type": version.chart_type,
        "api_version": version.api_version,
        "kube_version": version.kube_version,
        "deprecated": version.deprecated,
        "created": version.created,
        "digest": version.digest,
        "home": version.home,
        "icon": version.icon,
        "keywords": version.keywords,
        "sources": version.sources,
        "urls": version.urls,
        "maintainers": maintainers.collect::<Vec<_>>(),
        "dependencies": dependencies.collect::<Vec<_>>(),
        "annotations": annotations,
    })
}

/// An addon, as its `meta.yaml` tells of it.
pub(super) fn addon(repository: &str, addon: &Addon) -> Shown {
    let labels = addon.labels.iter().map(|(key, value)| format!("{key}={value}"));
    let chart = addon.chart.as_ref().map(|(_, chart)| &chart.metadata);
    let mut text = rows(&[
        ("name", format!("{repository}/{}", addon.name)),
        ("title", addon.display_name.clone()),
        ("version", addon.version.clone()),
        ("description", addon.description.clone()),
        ("provider", addon.provider.clone()),
        ("id", addon.id.clone()),
        ("bindable", yes_or_no(addon.bindable)),
        ("once only", if addon.provision_only_once { yes_or_no(true) } else { String::new() }),
        ("tags", addon.tags.join(", ")),
        ("labels", labels.collect::<Vec<_>>().join(", ")),
        ("requires", addon.requires.join(", ")),
        ("documentation", addon.documentation_url.clone()),
        ("support", addon.support_url.clone()),
        ("icon", addon.image_url.clone()),
        ("plans", plan_names(addon)),
        ("chart", chart.map_or(String::new(), |chart| format!("{} {}", chart.name, chart.version))),
    ]);
    if !addon.long_description.is_empty() {
        text.push('\n');
        text.push_str(addon.long_description.trim_end());
        text.push('\n');
    }
    Shown { text, value: addon_object(repository, addon) }
}

fn addon_object(repository: &str, addon: &Addon) -> Value {
    let labels: serde_json::Map<String, Value> = addon
        .labels
        .iter()
        .map(|(key, value)| (key.clone(), Value::from(value.as_str())))
        .collect();
    json!({
        "repository": repository,
        "name": addon.name,
        "version": addon.version,
        "id": addon.id,
        "display_name": addon.display_name,
        "description": addon.description,
        "long_description": addon.long_description,
        "provider": addon.provider,
        "documentation_url": addon.documentation_url,
        "support_url": addon.support_url,
        "image_url": addon.image_url,
        "tags": addon.tags,
        "labels": labels,
        "requires": addon.requires,
        "bindable": addon.bindable,
        "provision_only_once": addon.provision_only_once,
        "plans": addon.plans.iter().map(|plan| plan.name.as_str()).collect::<Vec<_>>(),
        "chart": addon.chart.as_ref().map(|(_, chart)| version_object(&chart.metadata)),
    })
}

fn plan_names(addon: &Addon) -> String {
    addon.plans.iter().map(|plan| plan.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The plans of an addon.
pub(super) fn plans(addon: &Addon) -> Shown {
    let texts: Vec<String> = addon.plans.iter().map(|plan| plan_text(addon, plan)).collect();
    let value = addon.plans.iter().map(|plan| plan_object(addon, plan)).collect();
    Shown { text: texts.join("\n"), value: Value::Array(value) }
}

fn plan_text(addon: &Addon, plan: &Plan) -> String {
    let file = |path: &Option<String>| path.clone().unwrap_or_default();
    rows(&[
        ("plan", plan.name.clone()),
        ("title", plan.display_name.clone()),
        ("description", plan.description.clone()),
        ("id", plan.id.clone()),
        ("free", plan.free.map_or_else(|| "not stated".to_owned(), yes_or_no)),
        ("bindable", yes_or_no(plan.bindable.unwrap_or(addon.bindable))),
        ("values", file(&plan.values)),
        ("create schema", file(&plan.create_schema)),
        ("update schema", file(&plan.update_schema)),
        ("bind schema", file(&plan.bind_schema)),
        ("bind", file(&plan.bind)),
    ])
}

fn plan_object(addon: &Addon, plan: &Plan) -> Value {
    json!({
        "name": plan.name,
        "folder": plan.folder,
        "id": plan.id,
        "display_name": plan.display_name,
        "description": plan.description,
        "free": plan.free,
        "bindable": plan.bindable.unwrap_or(addon.bindable),
        "values": plan.values,
        "create_schema": plan.create_schema,
        "update_schema": plan.update_schema,
        "bind_schema": plan.bind_schema,
        "bind": plan.bind,
    })
}

fn yes_or_no(flag: bool) -> String {
    if flag { "yes".to_owned() } else { "no".to_owned() }
}
