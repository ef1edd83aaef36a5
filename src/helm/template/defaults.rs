//! The values that templates see when nobody sets any: `values.yaml`, with those of the charts below `charts/`.
//!
//! May import: `helm::chart`, `yaml`, `model`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::helm::chart::ChartRead;
use crate::model::{Package, PackageFile};
use crate::yaml::{self, Limits, Node, Resolved};

/// A value, as far as templates tell values apart.
#[derive(Debug, PartialEq)]
pub(in crate::helm) enum Default {
    /// Neither a mapping nor a list; whether templates take it for true, and its text.
    Scalar(bool, String),
    /// A list; whether it holds anything.
    List(bool),
    /// A mapping.
    Mapping(HashMap<String, Self>),
}

/// What is found at a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::helm) enum Found<'values> {
    /// Nothing, or null, which Helm removes.
    Missing,
    /// A value.
    Value(&'values Default),
    /// Nobody can say: it belongs to a chart that is not at hand.
    Unknown,
}

/// The default values of a chart.
#[derive(Debug)]
pub(in crate::helm) struct Defaults {
    own: Default,
    /// The charts below it, by the names under which their values stand: each is read once, however many it has.
    below: HashMap<String, Option<Arc<Self>>>,
    /// Words of comments that look like keys: values that are documented and not set.
    documented: HashSet<String>,
    /// Names of properties in the schema.
    properties: HashSet<String>,
}

impl Defaults {
    /// Those of a chart; `None` where they cannot be told from the package alone.
    pub(in crate::helm) fn of(read: &ChartRead) -> Option<Self> {
        let text = match read.package.file("values.yaml") {
            Some(file) => file.text()?,
            None => "",
        };
        if imports_values(&read.package) {
            return None;
        }
        let document = yaml::read(text, Limits::default());
        if document.error.is_some() || document.second.is_some() {
            return None;
        }
        let own = match document.root {
            Some(root) if root.pairs().is_some() => of_node(&root)?,
            Some(root) if !root.is_null() => return None,
            _ => Default::Mapping(HashMap::new()),
        };
        Some(Self {
            own,
            below: below(read),
            documented: documented(text),
            properties: properties(&read.package),
        })
    }

    /// What stands at a path below `.Values`.
    pub(in crate::helm) fn find(&self, path: &[&str]) -> Found<'_> {
        let own = descend(&self.own, path);
        if own != Found::Missing {
            return own;
        }
        let Some((first, rest)) = path.split_first() else { return own };
        match self.below.get(*first) {
            None => Found::Missing,
            Some(None) => Found::Unknown,
            Some(Some(below)) => match rest.first() {
                // Every chart below another has global values, if only none.
                None | Some(&"global") => Found::Unknown,
                Some(_) => below.find(rest),
            },
        }
    }

    /// Whether a comment or the schema speaks of such a key.
    pub(in crate::helm) fn is_documented(&self, key: &str) -> bool {
        self.documented.contains(key) || self.properties.contains(key)
    }
}

fn descend<'values>(values: &'values Default, path: &[&str]) -> Found<'values> {
    let mut value = values;
    for key in path {
        let Default::Mapping(pairs) = value else { return Found::Missing };
        let Some(next) = pairs.get(*key) else { return Found::Missing };
        value = next;
    }
    Found::Value(value)
}

fn of_node(node: &Node) -> Option<Default> {
    if node.is_null() {
        return None;
    }
    if let Some(items) = node.items() {
        return Some(Default::List(!items.is_empty()));
    }
    if node.pairs().is_some() {
        let mut pairs = HashMap::new();
        for (key, value) in yaml::merged(node) {
            let Some(key) = key.as_str() else { continue };
            match of_node(value) {
                Some(value) => pairs.insert(key.to_owned(), value),
                None => pairs.remove(key),
            };
        }
        return Some(Default::Mapping(pairs));
    }
    let text = node.as_str().unwrap_or_default();
    let is_true = match yaml::resolve(node) {
        Resolved::Null => false,
        Resolved::Bool(value) => value,
        Resolved::Integer(value) => value != 0,
        Resolved::Float(value) => value != 0.0,
        Resolved::Text => !text.is_empty(),
    };
    Some(Default::Scalar(is_true, text.to_owned()))
}

/// Whether a dependency's values are brought up into those of the chart.
fn imports_values(package: &Package) -> bool {
    ["Chart.yaml", "requirements.yaml"].iter().any(|path| {
        let text = package.file(path).and_then(PackageFile::text).unwrap_or_default();
        text.contains("import-values")
    })
}

fn below(read: &ChartRead) -> HashMap<String, Option<Arc<Defaults>>> {
    let named = |vendored: &ChartRead| {
        (vendored.chart.metadata.name.clone(), Defaults::of(vendored).map(Arc::new))
    };
    let charts: HashMap<String, Option<Arc<Defaults>>> = read.vendored.iter().map(named).collect();
    let mut below = charts.clone();
    for needed in &read.chart.metadata.dependencies {
        if !needed.alias.is_empty() {
            let vendored = charts.get(&needed.name).cloned().flatten();
            below.insert(needed.alias.clone(), vendored);
        }
        below.entry(needed.name.clone()).or_default();
    }
    below
}

/// Keys in comments: `# tolerations: []` documents a value without setting it.
fn documented(text: &str) -> HashSet<String> {
    let comments = text.lines().filter_map(|line| line.split_once('#').map(|(_, rest)| rest));
    let is_key = |character: char| character.is_alphanumeric() || "_-".contains(character);
    let words = comments.flat_map(|comment| comment.split(|next| !is_key(next)));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The names of all properties in the schema, wherever they stand.
fn properties(package: &Package) -> HashSet<String> {
    let text = package.file("values.schema.json").and_then(PackageFile::text).unwrap_or_default();
    let words = text.split('"').skip(1).step_by(2);
    words.filter(|word| word.len() < 100).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{archive, helm};

    fn defaults(files: &[(&str, &str)]) -> Defaults {
        let tree = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let package = archive::from_tree("redis", tree.collect());
        Defaults::of(&helm::chart::read(&package)).expect("they can be told")
    }

    #[test]
    fn values_are_those_of_the_chart_and_of_the_charts_below() {
        let defaults = defaults(&[
            (
                "Chart.yaml",
                "apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies:\n- {name: b, version: 1.0.0}\n- {name: c, version: 1.0.0, alias: d}\n",
            ),
            ("values.yaml", "x: {y: 1, z: null}\ne: &e {f: true}\ng: {<<: *e}\n# h: 1\n"),
            ("charts/b/Chart.yaml", "apiVersion: v2\nname: b\nversion: 1.0.0\n"),
            ("charts/b/values.yaml", "i: {}\n"),
        ]);
        for (path, expected) in [
            (vec!["x", "y"], "value"),
            (vec!["x", "z"], "missing"),
            (vec!["g", "f"], "value"),
            (vec!["h"], "missing"),
            (vec!["b", "i"], "value"),
            (vec!["b", "j"], "missing"),
            (vec!["b", "global"], "unknown"),
            (vec!["d", "j"], "unknown"),
            (vec!["global", "x"], "missing"),
        ] {
            let found = match defaults.find(&path) {
                Found::Missing => "missing",
                Found::Value(_) => "value",
                Found::Unknown => "unknown",
            };
            assert_eq!(found, expected, "{path:?}");
        }
        assert!(defaults.is_documented("h") && !defaults.is_documented("x"));
    }
}
