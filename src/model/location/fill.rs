//! Placeholders and the values of a Secret that take their places.
//!
//! May import: `model::location::{template, value}`, `model::secret`.

use std::collections::BTreeMap;

use super::template::Template;
use super::value::{Location, LocationError, Parsed};
use crate::model::secret::Secret;

/// Why a template could not be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FillError {
    /// These keys are not among the values.
    Missing(Vec<String>),
    /// The result is no location. The error holds no value.
    Odd(LocationError),
}

impl Template {
    /// The location with every placeholder filled, each value encoded as its position asks.
    ///
    /// # Errors
    /// All missing keys at once, or why the result is no location.
    pub fn fill(&self, values: &BTreeMap<String, Secret>) -> Result<Parsed, FillError> {
        let missing: Vec<String> = self
            .keys()
            .into_iter()
            .filter(|key| !values.contains_key(*key))
            .map(str::to_owned)
            .collect();
        if !missing.is_empty() {
            return Err(FillError::Missing(missing));
        }
        let mut text = self.text().to_owned();
        for (key, value) in values {
            text = text.replace(&format!("{{{key}}}"), value.reveal());
        }
        Location::parse(&text).map_err(FillError::Odd)
    }
}
