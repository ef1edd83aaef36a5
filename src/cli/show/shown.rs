//! A section, as text for people and as a value for scripts.
//!
//! May import: `model`.

use std::fmt::Write;

use serde_json::Value;

use crate::model::text::clean;

/// What is shown.
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) value: Value,
}

/// Labels and values below each other; what is empty is left out.
pub(super) fn rows(rows: &[(&str, String)]) -> String {
    let mut text = String::new();
    for (label, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{label:<14} {}", clean(value.trim_end()));
    }
    text
}
