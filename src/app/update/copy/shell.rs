//! Words of a command line that others have written, made harmless.
//!
//! May import: `model`.

use std::borrow::Cow;

use crate::model::text::clean;

/// Whether a text is a chart's name as Helm takes them, which means nothing to a shell.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['-', '.'])
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// The text as one word of a POSIX shell; `None` if characters in it move the cursor or are not seen.
pub(super) fn quoted(text: &str) -> Option<Cow<'_, str>> {
    if clean(text) != text {
        return None;
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/:@%+,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return Some(Cow::Borrowed(text));
    }
    Some(Cow::Owned(format!("'{}'", text.replace('\'', r"'\''"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_nothing_to_the_shell() {
        for (text, expected) in [
            ("https://a.example/x-1.0+b.tgz", Some("https://a.example/x-1.0+b.tgz")),
            ("/a b/$(touch x)", Some("'/a b/$(touch x)'")),
            ("it's; rm", Some(r"'it'\''s; rm'")),
            ("", Some("''")),
            ("a\nb", None),
            ("a\u{202e}b", None),
            ("größe", Some("'größe'")),
        ] {
            assert_eq!(quoted(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn names_are_those_that_helm_takes() {
        for (text, expected) in [
            ("kube-prometheus_1.2", true),
            ("x; touch pwned #", false),
            ("x\ny", false),
            ("-f", false),
            ("..", false),
            ("", false),
            ("größe", false),
        ] {
            assert_eq!(is_name(text), expected, "{text:?}");
        }
    }
}
