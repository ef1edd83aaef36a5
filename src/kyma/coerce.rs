//! What a Go program gets where it wants a string and YAML holds something else: Helm Broker reads YAML
//! 1.1 through `ghodss/yaml`, which turns numbers and booleans back into text, not always the same text.
//!
//! May import: `yaml`.

use crate::yaml::{Node, Resolved, Value, resolve};

/// The text that Helm Broker gets from a scalar; null is the empty text. `None` for lists and mappings.
pub(super) fn text(node: &Node) -> Option<String> {
    let Value::Scalar { text, .. } = &node.value else { return None };
    Some(match resolve(node) {
        Resolved::Null => String::new(),
        Resolved::Bool(value) => value.to_string(),
        Resolved::Integer(value) => value.to_string(),
        Resolved::Float(value) => float(value),
        Resolved::Text => text.clone(),
    })
}

/// The text as written, where the program gets another one.
pub(super) fn changed(node: &Node) -> Option<&str> {
    let Value::Scalar { text: written, .. } = &node.value else { return None };
    (!node.is_null() && text(node).as_deref() != Some(written)).then_some(written.as_str())
}

/// The shortest text of a number at single precision, with an exponent below -4 and from 6 on, as Go's
/// `FormatFloat(value, 'g', -1, 32)` writes it.
#[expect(clippy::cast_possible_truncation, reason = "single precision is the format's rule")]
fn float(value: f64) -> String {
    let value = value as f32;
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Limits, read};

    #[test]
    fn scalars_become_the_texts_that_helm_broker_reads() {
        for (written, expected) in [
            ("0.10", "0.1"),
            ("1.10", "1.1"),
            ("1", "1"),
            ("1e3", "1000"),
            ("0x10", "16"),
            ("012", "10"),
            ("1_000", "1000"),
            ("true", "true"),
            ("yes", "true"),
            ("y", "true"),
            ("off", "false"),
            ("1.2.3", "1.2.3"),
            ("1:30", "1:30"),
            ("2019-01-02", "2019-01-02"),
            ("'0.10'", "0.10"),
            ("~", ""),
            ("1234567.0", "1.234567e+06"),
            ("0.00001", "1e-05"),
            ("1.0", "1"),
            (".inf", "+Inf"),
            ("-.5", "-0.5"),
        ] {
            let root = read(written, Limits::default()).root.expect("a scalar");
            assert_eq!(text(&root).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn only_scalars_have_a_text() {
        let root = read("[a]", Limits::default()).root.expect("a list");
        assert_eq!((text(&root), changed(&root)), (None, None));
    }
}
