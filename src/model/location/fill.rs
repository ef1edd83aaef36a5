//! Placeholders and the values of a Secret that take their places.
//!
//! May import: `model::location::{error, path, template, value}`, `model::{fault, secret}`.

use std::collections::BTreeMap;

use super::error::LocationError;
use super::path::Surroundings;
use super::template::Template;
use super::template::encode::{Around, Encoded, encoded};
use super::template::slot::{Position, Slot, slots};
use super::value::{Location, Parsed};
use crate::model::fault::Fault;
use crate::model::secret::Secret;

/// Why a template could not be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FillError {
    /// These keys are not among the values.
    Missing(Vec<String>),
    /// Values that cannot stand where they are needed, or a result that is no location. The error names
    /// keys and holds no value.
    Odd(LocationError),
}

/// A template on its way to a text.
#[derive(Default)]
struct Filling {
    text: String,
    warnings: Vec<String>,
    faults: Vec<String>,
    /// What must not be seen, and what stands for it.
    values: Vec<(Secret, String)>,
}

impl Template {
    /// The location with every placeholder filled, each value encoded as its position asks, in one pass: a
    /// value that looks like a placeholder is none. Pages that people paste from a browser are taken as they
    /// are. The result's `Debug` shows the template.
    ///
    /// # Errors
    /// All missing keys at once; or every value that cannot stand at its position, by key; or why the
    /// result is no location.
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
        let found = slots(self.text()).map_err(FillError::Odd)?;
        let filling = Filling::of(self.text(), &found, values);
        if !filling.faults.is_empty() {
            let told = LocationError::new(filling.faults.join("; ")).fault(Fault::SecretValue);
            return Err(FillError::Odd(told));
        }
        let whole = found.iter().find(|slot| slot.position == Position::Whole);
        match (Location::parse_filled(&filling.text, &Surroundings::default()), whole) {
            // A value that is no URL would be taken for a path.
            (Ok(Parsed { location: Location::File { .. }, .. }), Some(slot)) => {
                Err(no_url(slot, Fault::SecretValue))
            }
            (Ok(parsed), _) => Ok(filling.finish(parsed, self)),
            // The words of such an error may be a part of the value.
            (Err(error), Some(slot)) => Err(no_url(slot, error.fault)),
            (Err(error), None) => {
                let told = LocationError::new(filling.hidden(&error.message)).fault(error.fault);
                Err(FillError::Odd(told))
            }
        }
    }
}

fn no_url(slot: &Slot, fault: Fault) -> FillError {
    let what = fault.what();
    let message = format!("the value of {} is no URL of a repository: {what}", slot.key);
    FillError::Odd(LocationError::new(message).fault(fault))
}

impl Filling {
    fn of(text: &str, slots: &[Slot], values: &BTreeMap<String, Secret>) -> Self {
        let mut filling = Self::default();
        let mut done = 0;
        for Slot { at, key, position } in slots {
            filling.text.push_str(text.get(done..at.start).unwrap_or_default());
            done = at.end;
            let around = Around {
                before: text.get(..at.start).unwrap_or_default(),
                after: text.get(at.end..).unwrap_or_default(),
            };
            let value = values.get(key).map_or("", Secret::reveal);
            match encoded(value, position, around) {
                Ok(Encoded { text, was_trimmed }) => {
                    let warning = format!("the line break at the end of {key} was left out");
                    if was_trimmed && !filling.warnings.contains(&warning) {
                        filling.warnings.push(warning);
                    }
                    filling.text.push_str(&text);
                    filling.hide(key, value, &text);
                }
                Err(why) => filling.fault(format!("the value of {key} {why}")),
            }
        }
        filling.text.push_str(text.get(done..).unwrap_or_default());
        filling
    }

    fn fault(&mut self, fault: String) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn hide(&mut self, key: &str, value: &str, encoded: &str) {
        let trimmed = value.trim_end_matches(['\r', '\n']);
        for form in [trimmed, encoded, &trimmed.to_lowercase(), trimmed.trim_matches('/')] {
            if !form.is_empty() {
                self.values.push((Secret::from(form), format!("{{{key}}}")));
            }
        }
        // The longest first: one value may hold another.
        self.values.sort_by_key(|(value, _)| std::cmp::Reverse(value.reveal().len()));
    }

    /// A text without the values.
    fn hidden(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (value, key) in &self.values {
            // What is as short as this is in every sentence, and no secret.
            if value.reveal().len() > 2 {
                out = out.replace(value.reveal(), key);
            }
        }
        out
    }

    fn finish(mut self, mut parsed: Parsed, template: &Template) -> Parsed {
        let told = parsed.warnings.iter().map(|warning| self.hidden(warning)).collect::<Vec<_>>();
        self.warnings.extend(told);
        parsed.warnings = self.warnings;
        parsed.suggestion = None;
        parsed.template = Some(template.clone());
        parsed
    }
}
