//! URLs with `{key}` placeholders, which a Secret fills in.
//!
//! May import: `model::location::{name, text, value}`.

pub(super) mod encode;
pub(super) mod slot;

use super::name::{INDEX, is_index_name, last_part};

/// A URL with placeholders, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Template {
    text: String,
}

impl Template {
    pub(super) fn of(text: &str) -> Self {
        Self { text: text.to_owned() }
    }

    /// The text as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The keys that are needed, each once, in order of appearance.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        let mut keys = Vec::new();
        for (at, _) in self.text.match_indices('{') {
            let rest = self.text.get(at + 1..).unwrap_or_default();
            if let Some((key, _)) = rest.split_once('}')
                && !keys.contains(&key)
            {
                keys.push(key);
            }
        }
        keys
    }

    /// Name of the index file.
    #[must_use]
    pub fn index_file(&self) -> &str {
        let path = self.text.split('?').next().unwrap_or_default();
        Some(last_part(path)).filter(|name| is_index_name(name)).unwrap_or(INDEX)
    }
}
