//! The schemas of a plan as what they are to the rest of the world: JSON Schemas of a draft. Nothing that they
//! refer to is fetched.
//!
//! May import: `helm::cost`, `yaml`, `model`.

use std::collections::HashSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError};
use serde_json::Value as Json;

use crate::helm::cost::{self, Library};
use crate::model::rule::addon::{ADD063, ADD069};
use crate::model::{Findings, Span};
use crate::yaml::Node;

/// How many faults of one schema or one set of values are told.
const MOST: usize = 50;

/// The place where schemas are kept, and how the newest draft is called there.
const HOME: &str = "json-schema.org/schema";

/// Judges whether a schema is one of the draft that it declares; one that declares none is of draft 4, which the
/// broker interface prescribes. What Helm Broker cannot decode is told already.
pub(super) fn judge_draft(tree: &Node, out: &mut Findings) {
    let json = tree.to_json();
    let declared = json.get("$schema").and_then(Json::as_str);
    let validator = match declared {
        None => Ok(jsonschema::draft4::meta::validator()),
        Some(draft) if draft.contains(HOME) => return,
        Some(_) => jsonschema::meta::validator_for(&json),
    };
    let Ok(validator) = validator else {
        let span = tree.get("$schema").map_or(tree.span, |node| node.span);
        out.add(&ADD069, span, "the draft in $schema is unknown, so that nothing can check by it");
        return;
    };
    if tree.pairs().is_none() {
        return;
    }
    let told: HashSet<Span> = out
        .list
        .iter()
        .filter(|found| found.rule.code == ADD063.code)
        .filter_map(|found| found.place.span)
        .collect();
    for error in validator.iter_errors(&json).take(MOST) {
        let node = tree.nearest(error.instance_path().as_str());
        if !holds_any(node, &told) {
            out.add(&ADD069, node.span, words(&error));
        }
    }
}

/// Whether one of the places is that of the node or of a part of it.
fn holds_any(node: &Node, places: &HashSet<Span>) -> bool {
    let inner = |nodes: &[Node]| nodes.iter().any(|node| holds_any(node, places));
    places.contains(&node.span)
        || node.items().is_some_and(inner)
        || node.pairs().is_some_and(|pairs| pairs.iter().any(|(_, value)| holds_any(value, places)))
}

/// Where values do not fit a schema: pointer and words. What is missing is no fault here: it may be given later.
/// Empty also for schemas that cannot be compiled, and for those that cost too much.
pub(super) fn misfits(schema: &Json, values: &Json) -> Vec<(String, String)> {
    let draft = schema.get("$schema").is_none().then_some(Draft::Draft4);
    let options = jsonschema::options().offline().should_validate_formats(false);
    let options = match draft {
        Some(draft) => options.with_draft(draft),
        None => options,
    };
    if !schema.is_object() || !cost::is_bearable(&Library::of(schema, &[]), values) {
        return Vec::new();
    }
    let Ok(validator) = options.build(schema) else { return Vec::new() };
    let errors = validator.iter_errors(values).filter(|error| !is_open(error)).take(MOST);
    errors.map(|error| (error.instance_path().to_string(), words(&error))).collect()
}

fn words(error: &ValidationError<'_>) -> String {
    let path = error.instance_path().as_str();
    let place = if path.is_empty() { "the whole".to_owned() } else { path.to_owned() };
    format!("{place}: {}", error.masked())
}

/// Whether more values may mend it.
fn is_open(error: &ValidationError<'_>) -> bool {
    use ValidationErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::Required { .. }
            | Kind::AdditionalProperties { .. }
            | Kind::FalseSchema
            | Kind::UnevaluatedProperties { .. }
            | Kind::MinProperties { .. }
            | Kind::AnyOf { .. }
            | Kind::OneOfNotValid { .. }
            | Kind::OneOfMultipleValid { .. }
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_held_against_a_schema_as_far_as_they_go() {
        let schema = json!({
            "type": "object",
            "required": ["mode", "size"],
            "additionalProperties": false,
            "properties": {"size": {"type": "integer", "maximum": 9}, "mode": {"type": "string"}}
        });
        for (values, expected) in [
            (json!({"size": 3}), vec![]),
            (json!({"size": 10}), vec!["/size"]),
            (json!({"size": "3", "mode": 1}), vec!["/mode", "/size"]),
            (json!({"other": 1}), vec![]),
        ] {
            let mut found: Vec<String> =
                misfits(&schema, &values).into_iter().map(|(path, _)| path).collect();
            found.sort();
            assert_eq!(found, expected, "{values}");
        }
    }

    #[test]
    fn a_schema_that_never_ends_or_leads_elsewhere_judges_nothing() {
        for schema in [
            json!({"$ref": "#"}),
            json!({"allOf": [{"$ref": "#"}]}),
            json!({"$ref": "#/definitions/a", "definitions": {"a": {"anyOf": [{"$ref": "#/definitions/b"}]},
                   "b": {"$ref": "#/definitions/a"}}}),
            json!({"$ref": "https://example.org/schema.json"}),
            json!({"$ref": "file:///etc/passwd"}),
            json!({"type": "nonsense"}),
        ] {
            assert_eq!(misfits(&schema, &json!({"a": 1})), [], "{schema}");
        }
        let tree = json!({"properties": {"next": {"$ref": "#"}}, "type": "object"});
        assert_eq!(misfits(&tree, &json!({"next": {"next": 1}})).len(), 1);
    }

    #[test]
    fn a_schema_whose_references_multiply_judges_nothing() {
        let mut definitions = serde_json::Map::new();
        for number in 0..60 {
            let next = json!({"$ref": format!("#/definitions/{}", number + 1)});
            definitions.insert(number.to_string(), json!({"allOf": [next, next]}));
        }
        definitions.insert("60".to_owned(), json!({"type": "string"}));
        let schema = json!({
            "definitions": definitions, "properties": {"x": {"$ref": "#/definitions/0"}}
        });
        assert_eq!(misfits(&schema, &json!({"x": 1})), []);
    }
}
