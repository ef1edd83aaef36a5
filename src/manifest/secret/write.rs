//! A Secret as text.
//!
//! May import: `manifest::secret::value`, `model`, `yaml`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::value::{ORIGIN_PREFIX, SecretValue};
use crate::model::{Secret, SecretName};
use crate::yaml::{self, AnyMapping, AnyValue};

/// The manifest in the form in which `kubectl get -o yaml` prints it.
pub(super) fn text(
    name: &SecretName,
    kind: &str,
    (values, binary): (&BTreeMap<String, SecretValue>, &BTreeMap<String, Secret>),
    labels: &BTreeMap<String, String>,
    annotations: &BTreeMap<String, String>,
) -> Secret {
    let mut annotations = annotations.clone();
    let carried = binary.iter().map(|(key, value)| (key.clone(), value.reveal().to_owned()));
    let mut data: BTreeMap<String, String> = carried.collect();
    for (key, value) in values {
        match value {
            SecretValue::Here(value) => {
                data.insert(key.clone(), STANDARD.encode(value.reveal()));
            }
            elsewhere => {
                data.remove(key);
                annotations.insert(format!("{ORIGIN_PREFIX}{key}"), elsewhere.to_string());
            }
        }
    }
    let mut metadata = AnyMapping::new();
    metadata.insert("name".into(), name.name.as_str().into());
    if let Some(namespace) = &name.namespace {
        metadata.insert("namespace".into(), namespace.as_str().into());
    }
    put(&mut metadata, "labels", labels);
    put(&mut metadata, "annotations", &annotations);
    let mut root = AnyMapping::new();
    root.insert("apiVersion".into(), "v1".into());
    root.insert("kind".into(), "Secret".into());
    root.insert("metadata".into(), metadata.into());
    root.insert("type".into(), if kind.is_empty() { "Opaque" } else { kind }.into());
    put(&mut root, "data", &data);
    Secret::from(yaml::to_string(&root).expect("texts and mappings of texts are YAML"))
}

fn put(mapping: &mut AnyMapping, key: &str, texts: &BTreeMap<String, String>) {
    if !texts.is_empty() {
        let pairs = texts.iter().map(|(key, text)| (key.as_str().into(), text.as_str().into()));
        mapping.insert(key.into(), AnyValue::Mapping(pairs.collect()));
    }
}
