//! What a plain scalar means to Go programs: YAML 1.1 as `go-yaml` v2 reads it, which Helm and Helm
//! Broker both use (through `sigs.k8s.io/yaml` and `ghodss/yaml`).
//!
//! May import: nothing of the crate.

/// A scalar's meaning under YAML 1.1.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// Nothing.
    Null,
    /// `true`, `yes`, `on`, `y` and their opposites.
    Bool(bool),
    /// A whole number; decimal, `0x`, `0b`, `0o` or octal with a leading zero.
    Integer(i128),
    /// A number with a fraction or exponent, or an infinity.
    Float(f64),
    /// Text.
    Text,
}

impl Resolved {
    /// What it is, in words for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Float(_) => "a number",
            Self::Text => "text",
        }
    }
}

/// What a plain scalar with that text means.
#[must_use]
pub fn resolve_plain(text: &str) -> Resolved {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Resolved::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Resolved::Bool(true);
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Resolved::Bool(false);
        }
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Resolved::Float(f64::INFINITY);
        }
        "-.inf" | "-.Inf" | "-.INF" => return Resolved::Float(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Resolved::Float(f64::NAN),
        _ => {}
    }
    let digits = text.replace('_', "");
    integer(&digits)
        .map(Resolved::Integer)
        .or_else(|| float(&digits).map(Resolved::Float))
        .unwrap_or(Resolved::Text)
}

fn integer(text: &str) -> Option<i128> {
    let (sign, body) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let lower = body.to_ascii_lowercase();
    let (radix, number) = if let Some(hex) = lower.strip_prefix("0x") {
        (16, hex)
    } else if let Some(binary) = lower.strip_prefix("0b") {
        (2, binary)
    } else if let Some(octal) = lower.strip_prefix("0o") {
        (8, octal)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (8, &lower[1..])
    } else {
        (10, lower.as_str())
    };
    if number.starts_with(['+', '-']) {
        return None;
    }
    let value = i128::from_str_radix(number, radix).ok()? * sign;
    (value >= i128::from(i64::MIN) && value <= i128::from(u64::MAX)).then_some(value)
}

fn float(text: &str) -> Option<f64> {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let starts = body.strip_prefix('.').unwrap_or(body).as_bytes().first()?.is_ascii_digit();
    let allowed =
        body.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    if !starts || !allowed {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_mean_what_go_programs_read() {
        for (text, expected) in [
            ("1.10", Resolved::Float(1.1)),
            ("1.2.3", Resolved::Text),
            ("1", Resolved::Integer(1)),
            ("012", Resolved::Integer(10)),
            ("08", Resolved::Float(8.0)),
            ("0x10", Resolved::Integer(16)),
            ("1_000", Resolved::Integer(1000)),
            ("1e3", Resolved::Float(1000.0)),
            ("72445e2", Resolved::Float(7_244_500.0)),
            ("yes", Resolved::Bool(true)),
            ("off", Resolved::Bool(false)),
            ("~", Resolved::Null),
            ("", Resolved::Null),
            ("1:30", Resolved::Text),
            ("2019-01-02", Resolved::Text),
            ("v1", Resolved::Text),
            ("-", Resolved::Text),
            ("+5", Resolved::Integer(5)),
            ("99999999999999999999", Resolved::Float(1e20)),
        ] {
            assert_eq!(resolve_plain(text), expected, "{text}");
        }
    }
}
