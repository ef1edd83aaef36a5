//! Schemas and values, with the places that are told.

use crate::archive;
use crate::helm::chart;
use crate::model::Diagnostic;

fn judged(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
    let mut all: Vec<_> = files.iter().map(owned).collect();
    if !files.iter().any(|(path, _)| *path == "Chart.yaml") {
        let chart = b"apiVersion: v2\nname: shop\nversion: 1.0.0\n".to_vec();
        all.push(("Chart.yaml".to_owned(), chart));
    }
    let read = chart::read(&archive::from_tree("shop", all));
    super::judge(&read).finish()
}

fn told(files: &[(&str, &str)]) -> Vec<(&'static str, String, u32, u32)> {
    let place = |found: &Diagnostic| {
        let span = found.place.span.unwrap_or_default();
        (found.rule.code, found.place.file.clone(), span.line, span.column)
    };
    judged(files).iter().map(place).collect()
}

#[test]
fn every_violation_is_told_at_its_value_and_leads_to_the_schema() {
    let schema = "{\n \"type\": \"object\",\n \"required\": [\"name\"],\n \"properties\": {\n  \"image\": {\n   \"properties\": {\"tag\": {\"type\": \"string\"}},\n   \"additionalProperties\": false\n  }\n }\n}\n";
    let values = "image:\n  tag: 5\n  tga: x\n";
    let found = judged(&[("values.yaml", values), ("values.schema.json", schema)]);
    let mut short: Vec<_> = found
        .iter()
        .map(|found| {
            let span = found.place.span.unwrap_or_default();
            let related = found.related.first().and_then(|other| other.place.span);
            (found.rule.code, span.line, span.column, related.map(|span| span.line))
        })
        .collect();
    short.sort_unstable();
    let expected =
        [("VAL008", 2, 8, Some(6)), ("VAL008", 3, 8, Some(7)), ("VAL009", 1, 1, Some(3))];
    assert_eq!(short, expected, "{found:#?}");
}

#[test]
fn a_key_that_must_not_be_there_is_named_at_its_place() {
    let schema = "{\"type\": \"object\", \"additionalProperties\": false}";
    let values = "image:\n  tag: x\nport: 80\n";
    for (schema, values, expected) in [
        (
            schema.to_owned(),
            values,
            vec![
                ("the schema does not know image in the top level", 1),
                ("the schema does not know port in the top level", 3),
            ],
        ),
        (
            format!("{{\"properties\": {{\"image\": {schema}}}}}"),
            values,
            vec![("the schema does not know tag in image", 2)],
        ),
        (
            "{\"properties\": {\"port\": false}}".to_owned(),
            values,
            vec![("the schema does not allow port", 3)],
        ),
        (schema.to_owned(), "{}\n", vec![]),
    ] {
        let found = judged(&[("values.yaml", values), ("values.schema.json", &schema)]);
        let line = |found: &Diagnostic| found.place.span.map_or(0, |span| span.line);
        let mut told: Vec<_> =
            found.iter().map(|found| (found.message.as_str(), line(found))).collect();
        told.sort_unstable();
        assert_eq!(told, expected, "{schema}");
    }
}

#[test]
fn each_draft_is_judged_by_its_own_meta_schema() {
    for (draft, keyword, expected) in [
        (
            "http://json-schema.org/draft-04/schema#",
            "\"exclusiveMinimum\": true, \"minimum\": 1",
            false,
        ),
        ("http://json-schema.org/draft-06/schema#", "\"exclusiveMinimum\": true", true),
        ("http://json-schema.org/draft-07/schema#", "\"if\": 5", true),
        ("https://json-schema.org/draft/2019-09/schema", "\"unevaluatedItems\": 5", true),
        ("https://json-schema.org/draft/2020-12/schema", "\"prefixItems\": 5", true),
        ("http://json-schema.org/draft-07/schema#", "\"prefixItems\": 5", false),
    ] {
        let schema = format!("{{\"$schema\": \"{draft}\", {keyword}}}");
        let found = told(&[("values.yaml", "a: 1\n"), ("values.schema.json", &schema)]);
        let is_told = found.iter().any(|(code, ..)| *code == "VAL001");
        assert_eq!(is_told, expected, "{schema}: {found:?}");
    }
}

#[test]
fn references_are_followed_within_the_chart_only() {
    for (reference, expected) in [
        ("#/$defs/a", None),
        ("#", None),
        ("http://json-schema.org/draft-07/schema#", None),
        ("#/$defs/b", Some("VAL006")),
        ("#b", Some("VAL006")),
        ("https://example.org/a.json", Some("VAL004")),
        ("//example.org/a.json", Some("VAL005")),
        ("file:///etc/passwd", Some("VAL005")),
        ("../other/values.schema.json", Some("VAL005")),
        ("schemas/a.json", Some("VAL005")),
        ("urn:example:a", Some("VAL007")),
    ] {
        let schema = format!(
            "{{\"$defs\": {{\"a\": {{}}}}, \"properties\": {{\"x\": {{\"$ref\": \"{reference}\"}}}}}}"
        );
        let files = [
            ("values.yaml", "x: {}\n"),
            ("values.schema.json", schema.as_str()),
            ("schemas/a.json", "{\"type\": \"object\"}"),
        ];
        let found: Vec<_> = told(&files).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(found, Vec::from_iter(expected), "{reference}");
    }
}

#[test]
fn a_schema_in_a_file_of_the_chart_judges_values() {
    let schema = "{\"properties\": {\"x\": {\"$ref\": \"schemas/a.json\"}}}";
    let files = [
        ("values.yaml", "x: 1\n"),
        ("values.schema.json", schema),
        ("schemas/a.json", "{\"type\": \"string\"}"),
    ];
    let codes: Vec<_> = told(&files).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["VAL005", "VAL008"]);
}

#[test]
fn a_circle_of_references_ends() {
    for schema in [
        "{\"$ref\": \"#\"}",
        "{\"allOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]}",
        "{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\": \"#/$defs/a\"}}, \"$ref\": \"#/$defs/a\"}",
    ] {
        told(&[("values.yaml", "a: {b: {c: 1}}\n"), ("values.schema.json", schema)]);
    }
}

#[test]
fn the_charts_below_are_judged_with_what_reaches_them() {
    let chart = "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n- {name: redis, version: 1.0.0, alias: cache, condition: cache.enabled}\n";
    let schema = "{\"properties\": {\"port\": {\"type\": \"integer\"}}}";
    let below = [
        ("Chart.yaml", chart),
        ("charts/redis/Chart.yaml", "apiVersion: v2\nname: redis\nversion: 1.0.0\n"),
        ("charts/redis/values.yaml", "port: 6379\n"),
        ("charts/redis/values.schema.json", schema),
    ];
    let with = |values: &'static str| {
        let mut files = below.to_vec();
        files.push(("values.yaml", values));
        told(&files)
    };
    assert_eq!(with("cache:\n  enabled: true\n"), []);
    let place = ("VAL010", "shop/values.yaml".to_owned(), 2, 9);
    assert_eq!(with("cache:\n  port: high\n"), [place]);
    assert_eq!(with("cache:\n  enabled: false\n  port: high\n"), []);
    assert_eq!(with("redis:\n  port: 1\n").first().map(|found| found.0), Some("VAL030"));
}

#[test]
fn a_schema_whose_references_multiply_is_told_and_not_tried() {
    let mut schema = "{\"$defs\": {".to_owned();
    for number in 0..60 {
        let next = format!("{{\"$ref\": \"#a{}\"}}", number + 1);
        let one =
            format!("\"{number}\": {{\"$anchor\": \"a{number}\", \"anyOf\": [{next}, {next}]}},");
        schema.push_str(&one);
    }
    schema += "\"60\": {\"$anchor\": \"a60\", \"type\": \"string\"}}, \"$ref\": \"#a0\"}";
    let files = [("values.yaml", "x: 1\n"), ("values.schema.json", schema.as_str())];
    let codes: Vec<_> = told(&files).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["VAL033"]);
}

#[test]
fn charts_whose_aliases_multiply_are_read_once_and_not_merged() {
    let (mut folder, mut files) = (String::new(), Vec::new());
    for level in 0..14 {
        let next = level + 1;
        let mut chart = format!("apiVersion: v2\nname: c{level}\nversion: 1.0.0\ndependencies:\n");
        for alias in ["a", "b", "c", "d"] {
            let one = format!("- {{name: c{next}, version: 1.0.0, alias: {alias}}}\n");
            chart.push_str(&one);
        }
        files.push((format!("{folder}Chart.yaml"), chart));
        files.push((format!("{folder}values.yaml"), "x: 1\n".to_owned()));
        folder = format!("{folder}charts/c{next}/");
    }
    files.push(("values.schema.json".to_owned(), "{}".to_owned()));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert!(told(&files).iter().any(|(code, ..)| *code == "VAL033"));
    let owned = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let read = chart::read(&archive::from_tree("c0", owned.collect()));
    assert!(crate::helm::template::defaults::Defaults::of(&read).is_some());
}

#[test]
fn templates_are_looked_through_once_for_all_keys() {
    let values: Vec<String> = (0..20_000).map(|number| format!("a-{number}: 1\n")).collect();
    let values = values.concat();
    let template = format!("{{{{ index .Values \"a-1\" }}}}{}", "x".repeat(1 << 20));
    let files = [("values.yaml", values.as_str()), ("templates/a.yaml", template.as_str())];
    let found = told(&files);
    assert_eq!(found.len(), 19_999);
    assert_eq!([found[0].2, found[1].2], [1, 3]);
}
