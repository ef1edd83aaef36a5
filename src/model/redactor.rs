//! Takes secret values out of texts before anyone sees them.
//!
//! May import: `model::secret`.

use super::secret::Secret;

/// What must not be seen, and what stands in its place.
#[derive(Clone, Debug, Default)]
pub struct Redactor {
    values: Vec<(Secret, String)>,
}

impl Redactor {
    /// Puts `instead` in the place of a value from now on.
    pub fn hide(&mut self, value: Secret, instead: impl Into<String>) {
        if !value.is_empty() {
            self.values.push((value, instead.into()));
        }
    }

    /// The text without the values.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (value, instead) in &self.values {
            text = text.replace(value.reveal(), instead);
        }
        text
    }
}
