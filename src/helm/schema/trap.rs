//! Values that mean something else than they seem to: what YAML 1.1 makes of them, and what templates cannot
//! reach.
//!
//! May import: `helm::field`, `yaml`, `model`.

use crate::helm::field::shown;
use crate::model::rule::values as rules;
use crate::model::{Findings, Span};
use crate::yaml::{Node, Resolved, Style, Value, resolve};

/// Judges all scalars and keys of a document.
pub(super) fn judge(root: &Node, findings: &mut Findings) {
    walk(root, "", findings);
}

fn walk(node: &Node, name: &str, findings: &mut Findings) {
    match &node.value {
        Value::Scalar { text, style: Style::Plain } => scalar(text, node, name, findings),
        Value::Scalar { .. } => {}
        Value::Sequence(items) => items.iter().for_each(|item| walk(item, name, findings)),
        Value::Mapping(pairs) => {
            for (key, value) in pairs {
                self::key(key, findings);
                walk(value, key.as_str().unwrap_or_default(), findings);
            }
        }
    }
}

fn key(key: &Node, findings: &mut Findings) {
    let Value::Scalar { text, style: Style::Plain } = &key.value else { return };
    let is_word = is_old_boolean(text) || (key.is_null() && !text.is_empty());
    if is_word {
        let message = format!("the key {text} is read as {}", shown(&key.key_text()));
        let found = findings.add(&rules::VAL021, key.span, message);
        found.fix = Some(format!("write \"{text}\" in quotes"));
    }
}

/// The words that are booleans in YAML 1.1 and texts in 1.2.
fn is_old_boolean(text: &str) -> bool {
    let is_cased = |word: &str| {
        let (first, rest) = word.split_at(1);
        text == word
            || text == word.to_ascii_uppercase()
            || text == format!("{}{rest}", first.to_ascii_uppercase())
    };
    ["y", "n", "yes", "no", "on", "off"].into_iter().any(is_cased)
}

fn scalar(text: &str, node: &Node, name: &str, findings: &mut Findings) {
    let quoted = Some(format!("write \"{text}\" in quotes if it is meant as text"));
    let mut tell = |rule, message: String| {
        if node.span.line > 0 {
            findings.add(rule, node.span, message).fix.clone_from(&quoted);
        }
    };
    if is_old_boolean(text) {
        tell(&rules::VAL020, format!("{text} is read as {}", node.key_text()));
        return;
    }
    let digits = text.trim_start_matches(['-', '+']);
    if is_sexagesimal(digits) {
        tell(&rules::VAL025, format!("{text} is a number of base 60 for some readers of YAML 1.1"));
        return;
    }
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match resolve(node) {
        Resolved::Integer(value)
            if is_whole
                && digits.starts_with('0')
                && digits.len() > 1
                && !is_file_mode(name, digits) =>
        {
            tell(&rules::VAL022, format!("{text} is an octal number and is read as {value}"));
        }
        Resolved::Float(_) if is_whole && digits.starts_with('0') => {
            tell(&rules::VAL022, format!("{text} is read as a number and loses its leading zero"));
        }
        Resolved::Float(value) if is_hash_like(digits) => {
            tell(
                &rules::VAL023,
                format!("{text} is a number with an exponent and is read as {value:e}"),
            );
        }
        Resolved::Float(value) if is_version(name) && loses(digits) => {
            tell(&rules::VAL024, format!("{text} is a number and is read as {value}"));
        }
        _ => {}
    }
}

/// Permissions of files are meant as octal numbers.
fn is_file_mode(name: &str, digits: &str) -> bool {
    let name = name.to_ascii_lowercase();
    digits.len() <= 5
        && ["mode", "mask", "permission", "chmod"].iter().any(|word| name.contains(word))
}

/// `1:30`, `22:22:10`: numbers of base 60.
fn is_sexagesimal(digits: &str) -> bool {
    let mut parts = digits.split(':');
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts
        .next()
        .is_some_and(|first| !first.is_empty() && !first.starts_with('0') && is_number(first));
    let mut rest = parts.peekable();
    let is_digit_pair =
        |part: &str| (1..=2).contains(&part.len()) && is_number(part) && part < "60";
    first && rest.peek().is_some() && rest.all(is_digit_pair)
}

/// `123e4`: what was a piece of a hash, more likely than a number.
fn is_hash_like(digits: &str) -> bool {
    digits.split_once(['e', 'E']).is_some_and(|(before, after)| {
        let is_number =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number(before) && is_number(after)
    })
}

fn is_version(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("tag") || name.ends_with("version") || name == "release"
}

/// Whether a fraction is written with zeros that a number does not keep.
fn loses(digits: &str) -> bool {
    digits.contains('.')
        && (digits.ends_with('0') || digits.starts_with('0') && !digits.starts_with("0."))
}

/// A key at the top that templates cannot reach by a dot.
pub(super) fn unreachable(root: &Node, is_known: &dyn Fn(&str) -> bool, findings: &mut Findings) {
    for (key, _) in root.pairs().unwrap_or_default() {
        let Some(name) = key.as_str() else { continue };
        let first = name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
        let is_word = first && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        if !is_word && !is_known(name) {
            let message = format!("templates cannot write .Values.{name}");
            let found = findings.add(&rules::VAL029, key.span, message);
            found.fix = Some(format!("rename it, or write index .Values \"{name}\" in templates"));
        }
    }
}

/// The place of a file as a whole.
pub(super) const START: Span = Span { line: 1, column: 1, length: 0 };
