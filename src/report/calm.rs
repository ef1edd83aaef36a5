//! Text of others on lines that a build server may read: it obeys `::error::…` at the start of a line, and the old
//! `##[error]…` anywhere in it.
//!
//! May import: `model`.

use std::borrow::Cow;

use crate::model::text::clean;

/// The text cleaned, on one line, with a blank in whatever would be a command.
pub(super) fn calm(text: &str) -> Cow<'_, str> {
    let text = clean(text);
    let begins = text.trim_start().starts_with("::");
    if !begins && !text.contains("##[") {
        return text;
    }
    let text = text.replace("##[", "## [");
    Cow::Owned(if begins { text.replacen("::", ": :", 1) } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_command_of_a_build_server_is_left() {
        for (text, expected) in [
            ("redis", "redis"),
            ("a::b ##", "a::b ##"),
            ("::error::x", ": :error::x"),
            (" \u{1b}::error::x ##[error]y", " : :error::x ## [error]y"),
            ("##\u{200b}[error]", "## [error]"),
        ] {
            assert_eq!(calm(text), expected);
        }
    }
}
