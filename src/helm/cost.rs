//! How much work it is to try a schema on a value: references multiply what they refer to.
//!
//! May import: `helm::cost::*`.

mod library;

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value as Json};

use library::Site;
pub(crate) use library::{Library, decoded, names_of_files};

/// Schemas that cost more are not tried: about a second's work.
const LIMIT: u64 = 4_000_000;

/// How many schemas may be open at once: whoever tries them does so by recursion.
const DEPTH: usize = 400;

/// Keywords whose schemas look at the same value.
const IN_PLACE: [&str; 4] = ["not", "if", "then", "else"];
/// The same, of lists of schemas.
const CHOICES: [&str; 3] = ["allOf", "anyOf", "oneOf"];
/// Keywords whose schemas look at each part of the value, or at what others left over of it.
const EACH: [&str; 6] = [
    "additionalProperties",
    "additionalItems",
    "contains",
    "items",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Keywords by which a schema refers to another one.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// A key, of which it only matters that it has no parts.
static KEY: Json = Json::Null;

/// Whether a schema can be tried on a value at a bearable cost.
pub(crate) fn is_bearable(library: &Library<'_>, value: &Json) -> bool {
    of(library, value).is_some()
}

/// How many subschemas look at a value and its parts when a schema is tried on it; `None` where that has no end, where
/// nobody knows where a reference leads, or where they are more than [`LIMIT`].
pub(crate) fn of(library: &Library<'_>, value: &Json) -> Option<u64> {
    let mut trial = Trial { library, known: HashMap::new(), open: HashSet::new(), spent: 0 };
    library.root().and_then(|site| trial.cost(site, value)).filter(|cost| *cost <= LIMIT)
}

/// A schema and what it is tried on, by address.
type Pair = (*const Json, *const Json);

struct Trial<'t> {
    library: &'t Library<'t>,
    /// What pairs cost that came up before.
    known: HashMap<Pair, u64>,
    /// The pairs that are being looked at.
    open: HashSet<Pair>,
    /// How much was looked at.
    spent: u64,
}

impl<'t> Trial<'t> {
    /// How many subschemas look at a value or at parts of it; `None` where that has no end or cannot be told.
    fn cost(&mut self, site: Site<'t>, value: &'t Json) -> Option<u64> {
        let Some(fields) = site.schema.as_object() else { return Some(1) };
        let pair = (std::ptr::from_ref(site.schema), std::ptr::from_ref(value));
        // The value of keys is one for all of them.
        if let Some(cost) = self.known.get(&pair) {
            return Some(*cost);
        }
        if self.open.len() >= DEPTH || !self.open.insert(pair) {
            return None;
        }
        let own = own(fields, value);
        self.spend(own)?;
        let mut here = own.saturating_add(self.in_place(fields, site, value)?);
        if fields.contains_key("unevaluatedProperties") || fields.contains_key("unevaluatedItems") {
            // What others looked at is found out by asking them again for each part.
            here = here.saturating_mul(2 + parts(value) as u64);
        }
        let cost = here.saturating_add(self.below(fields, site, value)?);
        self.open.remove(&pair);
        self.known.insert(pair, cost);
        Some(cost)
    }

    fn spend(&mut self, more: u64) -> Option<()> {
        self.spent = self.spent.saturating_add(more);
        (self.spent <= LIMIT).then_some(())
    }

    /// What the schemas cost that look at the same value.
    fn in_place(
        &mut self,
        fields: &'t Map<String, Json>,
        site: Site<'t>,
        value: &'t Json,
    ) -> Option<u64> {
        let mut all = Vec::new();
        all.extend(IN_PLACE.iter().filter_map(|name| fields.get(*name)));
        let lists = CHOICES.iter().filter_map(|name| fields.get(*name)?.as_array());
        all.extend(lists.flatten());
        let named = ["dependencies", "dependentSchemas"];
        all.extend(
            named
                .iter()
                .filter_map(|name| fields.get(*name)?.as_object())
                .flatten()
                .map(|(_, schema)| schema),
        );
        let mut total = 0_u64;
        for schema in all {
            total = total.saturating_add(self.cost(site.to(schema), value)?);
        }
        for keyword in REFERENCES {
            let Some(reference) = fields.get(keyword).and_then(Json::as_str) else { continue };
            let library = self.library;
            for target in library.targets(site, keyword, reference)? {
                total = total.saturating_add(self.cost(target, value)?);
            }
        }
        Some(total)
    }

    /// What the schemas cost that look at parts of the value.
    fn below(
        &mut self,
        fields: &'t Map<String, Json>,
        site: Site<'t>,
        value: &'t Json,
    ) -> Option<u64> {
        let mut total = 0_u64;
        if let (Some(Json::Object(named)), Json::Object(values)) = (fields.get("properties"), value)
        {
            for (name, schema) in named {
                if let Some(value) = values.get(name) {
                    total = total.saturating_add(self.cost(site.to(schema), value)?);
                }
            }
        }
        let each = EACH.iter().filter_map(|name| fields.get(*name).filter(|one| one.is_object()));
        let patterns = fields.get("patternProperties").and_then(Json::as_object);
        let all = each.chain(patterns.into_iter().flatten().map(|(_, schema)| schema));
        for schema in all {
            total = total.saturating_add(self.of_parts(site.to(schema), value)?);
        }
        for keyword in ["items", "prefixItems"] {
            let schemas = fields.get(keyword).and_then(Json::as_array).into_iter().flatten();
            for (schema, value) in schemas.zip(value.as_array().into_iter().flatten()) {
                total = total.saturating_add(self.cost(site.to(schema), value)?);
            }
        }
        if let Some(schema) = fields.get("propertyNames") {
            let cost = self.cost(site.to(schema), &KEY)?;
            total = total.saturating_add(cost.saturating_mul(parts(value) as u64));
        }
        Some(total)
    }

    fn of_parts(&mut self, site: Site<'t>, value: &'t Json) -> Option<u64> {
        let mut total = 0_u64;
        self.spend(parts(value) as u64)?;
        match value {
            Json::Array(items) => {
                for item in items {
                    total = total.saturating_add(self.cost(site, item)?);
                }
            }
            Json::Object(fields) => {
                for item in fields.values() {
                    total = total.saturating_add(self.cost(site, item)?);
                }
            }
            _ => {}
        }
        Some(total)
    }
}

fn parts(value: &Json) -> usize {
    match value {
        Json::Array(items) => items.len(),
        Json::Object(fields) => fields.len(),
        _ => 0,
    }
}

/// What a schema asks of a value itself.
fn own(fields: &Map<String, Json>, value: &Json) -> u64 {
    let listed = ["enum", "required"].iter().filter_map(|name| fields.get(*name));
    let listed: usize = listed.map(parts).sum();
    let named = fields.get("properties").map_or(0, parts).min(parts(value).saturating_mul(4));
    let unique = fields.get("uniqueItems").map_or(0, |_| parts(value));
    (1 + fields.len() + listed + named + unique) as u64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(schema: &Json, value: &Json, expected: bool) {
        let library = Library::of(schema, &[]);
        assert_eq!(is_bearable(&library, value), expected, "{schema} {value}");
    }

    /// Forty schemas that each refer twice to the next one: a million million tries.
    fn doubling(site: impl Fn(usize, Json) -> (String, Json), to: impl Fn(usize) -> Json) -> Json {
        let mut definitions = Map::new();
        for number in 0..40 {
            let (name, schema) = site(number, json!([to(number + 1), to(number + 1)]));
            definitions.insert(name, schema);
        }
        let (name, mut last) = site(40, json!([true]));
        last["type"] = json!("string");
        definitions.insert(name, last);
        json!({"definitions": definitions, "allOf": [to(0)]})
    }

    #[test]
    fn schemas_that_multiply_are_left_alone_however_they_refer() {
        let plain = |number: usize, twice| (number.to_string(), json!({"anyOf": twice}));
        let named = |keyword: &'static str, sign: &'static str| {
            move |number: usize, twice| {
                let mut schema = json!({"anyOf": twice});
                schema[keyword] = json!(format!("{sign}a{number}"));
                (format!("d{number}"), schema)
            }
        };
        let value = json!({"x": 1});
        let reference = |number: usize| json!({"$ref": format!("#/definitions/{number}")});
        check(&doubling(plain, reference), &value, false);
        let encoded = |number: usize| {
            let digits: Vec<String> =
                number.to_string().bytes().map(|byte| format!("%{byte:x}")).collect();
            let digits = digits.concat();
            json!({"$ref": format!("#/definitions/{digits}")})
        };
        check(&doubling(plain, encoded), &value, false);
        let anchor = |number: usize| json!({"$ref": format!("#a{number}")});
        check(&doubling(named("$anchor", ""), anchor), &value, false);
        check(&doubling(named("$id", "#"), anchor), &value, false);
        let dynamic = |number: usize| json!({"$dynamicRef": format!("#a{number}")});
        check(&doubling(named("$dynamicAnchor", ""), dynamic), &value, false);
        let address = |number: usize| json!({"$ref": format!("a{number}")});
        check(&doubling(named("$id", ""), address), &value, false);
        let relative = |number: usize| json!({"$ref": format!("/x/a{number}#")});
        check(&doubling(named("$id", "https://example.org/"), relative), &value, false);
    }

    #[test]
    fn a_schema_that_refers_to_itself_costs_by_the_depth_of_the_value() {
        let chain = |depth| (0..depth).fold(json!(1), |value, _| json!({"a": value, "b": 1}));
        let twice = json!({"anyOf": [
            {"additionalProperties": {"$ref": "#"}}, {"additionalProperties": {"$recursiveRef": "#"}}
        ]});
        check(&twice, &chain(5), true);
        check(&twice, &chain(100), false);
        check(&json!({"properties": {"a": {"$ref": "#"}}}), &chain(100), true);
        check(&json!({"properties": {"c": {"$ref": "#"}}}), &chain(300), true);
    }

    #[test]
    fn what_has_no_end_or_leads_nowhere_known_is_left_alone() {
        for schema in [
            json!({"$ref": "#"}),
            json!({"allOf": [{"$ref": "#"}]}),
            json!({"$recursiveRef": "#"}),
            json!({"$ref": "#/definitions/a", "definitions": {"a": {"anyOf": [{"$ref": "#/definitions/b"}]},
                   "b": {"$ref": "#/definitions/a"}}}),
            json!({"$ref": "https://example.org/schema.json"}),
            json!({"$ref": "#nowhere"}),
        ] {
            check(&schema, &json!({"a": 1}), false);
        }
        let chain: Map<String, Json> = (0..5_000)
            .map(|number| {
                (number.to_string(), json!({"$ref": format!("#/definitions/{}", number + 1)}))
            })
            .chain([("5000".to_owned(), json!({}))])
            .collect();
        check(&json!({"definitions": chain, "$ref": "#/definitions/0"}), &json!(1), false);
    }

    #[test]
    fn files_beside_the_schema_count() {
        let plain = |number: usize, twice| (number.to_string(), json!({"anyOf": twice}));
        let file = doubling(plain, |number| json!({"$ref": format!("#/definitions/{number}")}));
        let schema = json!({"properties": {"x": {"$ref": "schemas/a.json"}}});
        assert_eq!(names_of_files(&schema), HashSet::from(["a.json".to_owned()]));
        for (file, expected) in [(file, false), (json!({"type": "string"}), true)] {
            let files = [("schemas/a.json".to_owned(), file)];
            let library = Library::of(&schema, &files);
            assert_eq!(is_bearable(&library, &json!({"x": 1})), expected);
            assert!(is_bearable(&library, &json!({"y": 1})));
        }
    }

    #[test]
    fn the_size_of_the_value_counts() {
        let schema = json!({"items": {"enum": (0..5_000).collect::<Vec<_>>()}});
        check(&schema, &json!(vec![5_000; 10]), true);
        check(&schema, &json!(vec![5_000; 5_000]), false);
    }
}
