//! What Go reads without a fault, and which faults are told of the rest.

use proptest::prelude::*;

use super::*;

fn check(text: &str, expected: &[(&str, &str)]) {
    let parsed = parse(text);
    let found: Vec<(&str, &str)> =
        parsed.faults.iter().map(|fault| (fault.rule.code, &text[fault.range.clone()])).collect();
    assert_eq!(found, expected, "{text}: {:?}", parsed.faults);
}

#[test]
fn what_go_reads_is_no_fault() {
    for text in [
        "",
        "plain } text }}",
        "{{ .Values.a.b | default \"x\" | quote }}",
        "{{- if and .a (not .b) -}}{{ else if .c }}{{ else }}{{- end -}}",
        "{{ with .a }}{{ . }}{{ else with .b }}{{ else }}{{ end }}",
        "{{ range $i, $x := .a }}{{ $i }}{{ break }}{{ else }}{{ end }}",
        "{{ range $x := 3 }}{{ if $x }}{{ continue }}{{ end }}{{ end }}",
        "{{ range 5 }}{{ end }}",
        "{{ $x := 1 }}{{ $x = 2 }}{{ if $x }}{{ $y := $x }}{{ end }}",
        "{{ (index .a 0).b.c }}{{ $.x }}{{ (.a).b }}",
        "{{ define \"a\" }}{{ $ }}{{ end }}{{ template \"a\" . }}{{ template `a` }}",
        "{{ block \"a\" . }}{{ end }}",
        "{{ define \"a\" }} {{ end }}{{ define \"a\" }}x{{ end }}",
        "{{/* a comment */}}{{- /* {{ another }} */ -}}",
        "{{ include \"x\" (dict\n  \"a\" 1\n  \"b\" 'c') }}",
        "{{ printf `a\nb` }}{{ true }}{{ -1 }}{{ 1_000 }}",
        "{{ .x | }}",
        "{{ print nil }}",
        "{{ $a := (eq 1 2) }}",
        "{{\n  $a\n  :=\n  1\n}}",
    ] {
        check(text, &[]);
    }
}

#[test]
fn every_fault_is_told_at_its_place() {
    check("{{ .a", &[("TPL001", "{{")]);
    check("{{ .a\n{{ .b }}", &[("TPL001", "{{")]);
    check("{{/* a", &[("TPL002", "{{/*")]);
    check("{{ \"a }}{{ 'b }}{{ `c }}", &[("TPL003", "\"a "), ("TPL003", "'b "), ("TPL003", "`c ")]);
    check(r#"{{ "\d" }}"#, &[("TPL004", r"\d")]);
    check(
        "{{ 0xg }}{{ 'ab' }}{{-.a }}",
        &[("TPL005", "0xg"), ("TPL005", "'ab'"), ("TPL005", "-.a")],
    );
    check("{{ a-}}{{ $x:1 }}{{ § }}", &[("TPL006", "a-"), ("TPL006", ":"), ("TPL006", "§")]);
    check(
        "{{ { }}{{ .a \"b\"\"c\" }}{{ end if }}",
        &[("TPL007", "{"), ("TPL007", "\"c\""), ("TPL011", "{{ end if }}")],
    );
    check(
        "{{ }}{{ if }}{{ end }}{{ () }}{{ template }}",
        &[("TPL008", " "), ("TPL008", " "), ("TPL008", ")"), ("TPL008", "")],
    );
    check(
        "{{ $x }}{{ if true }}{{ $y := 1 }}{{ end }}{{ $y }}{{ $z = 1 }}",
        &[("TPL009", "$x"), ("TPL009", "$y"), ("TPL009", "$z")],
    );
    check("{{ if .a }}{{ range .b }}{{ end }}", &[("TPL010", "{{ if .a }}")]);
    check("{{ end }}{{ else }}", &[("TPL011", "{{ end }}"), ("TPL012", "{{ else }}")]);
    check("{{ if .a }}{{ else }}{{ else }}{{ end }}", &[("TPL012", "{{ else }}")]);
    check("{{ range .a }}{{ else if .b }}{{ end }}", &[("TPL012", "{{ else if .b }}")]);
    check("{{ (.a }}{{ .a) }}", &[("TPL013", "("), ("TPL013", ")")]);
    check(
        "{{ break }}{{ range .a }}{{ else }}{{ continue }}{{ end }}",
        &[("TPL014", "{{ break }}"), ("TPL014", "{{ continue }}")],
    );
    check("{{ if .a }}{{ define \"b\" }}{{ end }}{{ end }}", &[("TPL018", "{{ define \"b\" }}")]);
    check("{{ define \"a\" }}x{{ end }}{{ define \"a\" }}y{{ end }}", &[("TPL019", "\"a\"")]);
    check("{{ 1 | 2 }}", &[("TPL023", "2")]);
}

#[test]
fn endless_nesting_ends_at_a_limit() {
    let parsed = parse(&"{{ if . }}".repeat(100_000)).faults;
    assert_eq!(parsed.iter().filter(|fault| fault.rule == &rules::TPL024).count(), 1);
    let text = format!("{{{{ {}1{} }}}}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(parse(&text).faults.len(), 1);
    let text = "{{ if . }}".repeat(300) + &"{{ end }}".repeat(300);
    let codes: Vec<_> = parse(&text).faults.iter().map(|fault| fault.rule.code).collect();
    assert_eq!(codes, ["TPL024"]);
}

fn template() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop_oneof![
            Just("{{ if .a }}"),
            Just("{{ else }}"),
            Just("{{ end }}"),
            Just("{{ range $x := .b }}"),
            Just("{{ define \"a\" }}"),
            Just("{{ block \"b\" . }}"),
            Just("{{ else with . }}"),
            Just("{{ ("),
            Just("}}"),
            Just("{{ $x }}"),
            Just("{{ break }}"),
            Just("{{/*"),
        ]
        .prop_map(str::to_owned),
        "\\{\\{[-+.$|()\"'`\\\\:=,0-9a-fx \n]{0,8}\\}\\}",
        "\\PC{0,4}",
    ];
    proptest::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn faults_are_within_any_text(text in template()) {
        for fault in parse(&text).faults {
            prop_assert!(text.get(fault.range).is_some());
            prop_assert!(fault.related.is_none_or(|(range, _)| text.get(range).is_some()));
        }
    }
}
