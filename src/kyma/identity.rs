//! What the metadata of addons and of plans must say of themselves.
//!
//! May import: `kyma::{fields}`, `model`.

use super::fields::{FieldText, Fields};
use crate::model::Findings;
use crate::model::Rule;
use crate::model::rule::addon::{ADD009, ADD010, ADD016, ADD018, ADD019};

/// Longest id or name that the service catalogue takes, in bytes.
const LONGEST: usize = 63;

/// Reads text fields, judging each: what YAML made of it, blanks at its ends, placeholders.
pub(super) fn texts<const COUNT: usize>(
    fields: &Fields<'_>,
    names: [&str; COUNT],
    out: &mut Findings,
) -> [FieldText; COUNT] {
    names.map(|name| {
        let text = fields.text(name, out);
        judge_text(name, &text, out);
        text
    })
}

fn judge_text(name: &str, text: &FieldText, out: &mut Findings) {
    if let Some(written) = &text.written {
        let message = format!("{name} {written} is read as \"{}\"", text.text);
        out.add(&ADD009, text.span, message).fix = Some(format!("Write {name}: \"{written}\""));
    }
    // Block texts end with a line break of their own.
    let lines = text.text.trim_end_matches('\n');
    if lines.trim() != lines {
        out.add(&ADD016, text.span, format!("{name} has blanks at its ends"));
    }
    let is_placeholder = text
        .text
        .split(|character: char| !character.is_alphanumeric())
        .any(|word| ["todo", "fixme", "tbd"].contains(&word.to_lowercase().as_str()));
    if is_placeholder {
        out.add(&ADD016, text.span, format!("{name} is a placeholder: \"{}\"", text.text));
    }
}

/// Reports each required field that is missing or empty, all of them at once.
pub(super) fn judge_required<const COUNT: usize>(
    fields: &Fields<'_>,
    required: [(&str, &FieldText); COUNT],
    (owner, rule): (&str, &'static Rule),
    out: &mut Findings,
) {
    for (name, text) in required {
        let is_wrong_type = fields
            .get(name)
            .is_some_and(|value| value.pairs().is_some() || value.items().is_some());
        if text.text.is_empty() && !is_wrong_type {
            let fault = if fields.key_span(name).is_some() { "is empty" } else { "is missing" };
            let span = fields.key_span(name).unwrap_or(text.span);
            out.add(rule, span, format!("{name} of {owner} {fault}")).fix =
                Some(format!("Add {name} with a text that is not empty"));
        }
    }
}

/// Judges id and name by what the broker interface and the service catalogue take.
pub(super) fn judge_identity(id: &FieldText, name: &FieldText, out: &mut Findings) {
    for (field, text) in [("id", id), ("name", name)] {
        if text.text.len() > LONGEST {
            let message = format!("{field} has {} bytes; {LONGEST} are allowed", text.text.len());
            out.add(&ADD010, text.span, message);
        }
    }
    if !id.text.is_empty() && !is_uuid(&id.text) {
        out.add(&ADD018, id.span, format!("the id \"{}\" is no UUID", id.text));
    }
    let is_plain = |character: char| character.is_ascii_alphanumeric() || ".-_".contains(character);
    if !name.text.chars().all(is_plain) {
        out.add(
            &ADD019,
            name.span,
            format!("the name \"{}\" is not fit for command lines", name.text),
        );
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
