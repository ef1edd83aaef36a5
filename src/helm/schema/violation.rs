//! What a validator says against values, in words and with places.
//!
//! May import: `helm::schema::compiled`, `model`.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::compiled::Schema;

/// More violations of one schema than that are counted only.
const LIMIT: usize = 200;

/// One value that breaks a schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Violation {
    /// JSON pointer of the value.
    pub(super) pointer: String,
    /// Whether a value is missing that nobody but the user may know.
    pub(super) is_missing: bool,
    /// What is wrong.
    pub(super) message: String,
    /// JSON pointer of the rule in the schema.
    pub(super) rule: String,
}

/// What a schema says against values, and how much more than is listed; `None` where trying it costs too much.
pub(super) fn of(schema: &Schema, values: &Json) -> Option<(Vec<Violation>, usize)> {
    let Some(validator) = &schema.validator else { return Some((Vec::new(), 0)) };
    if !schema.is_bearable(values) {
        return None;
    }
    let mut errors = validator.iter_errors(values);
    let found: Vec<Violation> =
        errors.by_ref().take(LIMIT).flat_map(|error| words(&error, values)).collect();
    Some((found, errors.count()))
}

fn words(error: &ValidationError<'_>, values: &Json) -> Vec<Violation> {
    let pointer = error.instance_path().as_str();
    let name = dotted(pointer);
    let rule = error.schema_path().as_str().to_owned();
    let one = |pointer: String, message: String| Violation {
        pointer,
        is_missing: false,
        message,
        rule: rule.clone(),
    };
    match error.kind() {
        Kind::Required { property } => {
            let property = property.as_str().unwrap_or_default();
            let message = format!("{name} has no {property}, which the schema requires");
            vec![Violation { is_missing: true, ..one(pointer.to_owned(), message) }]
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            unexpected.iter().take(LIMIT).map(|key| unknown(pointer, key, &one)).collect()
        }
        // Where no properties are listed at all, the validator names the object only.
        Kind::FalseSchema if rule.ends_with("/additionalProperties") => {
            let object = values.pointer(pointer).and_then(Json::as_object);
            let keys = object.into_iter().flat_map(serde_json::Map::keys);
            keys.take(LIMIT).map(|key| unknown(pointer, key, &one)).collect()
        }
        Kind::FalseSchema => {
            vec![one(pointer.to_owned(), format!("the schema does not allow {name}"))]
        }
        _ => vec![one(pointer.to_owned(), error.masked_with(name).to_string())],
    }
}

/// A key of an object that the schema does not know.
fn unknown(pointer: &str, key: &str, one: &dyn Fn(String, String) -> Violation) -> Violation {
    let escaped = key.replace('~', "~0").replace('/', "~1");
    let message = format!("the schema does not know {key} in {}", dotted(pointer));
    one(format!("{pointer}/{escaped}"), message)
}

/// A pointer as templates write the path.
fn dotted(pointer: &str) -> String {
    let path = pointer.trim_start_matches('/').replace('/', ".");
    match path.as_str() {
        "" => "the top level".to_owned(),
        path => path.replace("~1", "/").replace("~0", "~"),
    }
}
