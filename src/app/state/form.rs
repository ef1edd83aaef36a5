//! The form that adds or edits a repository: what was typed, how it is understood, and the check of it.
//!
//! May import: `app::{task, state::{field, form::*}}`, `model`, `ops`, `error`.

pub mod spot;
pub mod values;
pub mod way;

use std::sync::Arc;

use super::field::Field;
use crate::app::task::TaskId;
use crate::error::{ErrorKind, Failure};
use crate::model::{Explanation, Offer, Origin};
use crate::ops::{Probe, Step, StepState};

pub use spot::Spot;
pub use values::Values;
pub use way::Way;

/// Why the form is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// A new repository.
    #[default]
    Add,
    /// Other values for the repository of that name.
    Edit(String),
}

/// The check of the values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    /// The running task.
    pub task: Option<TaskId>,
    /// The steps so far.
    pub steps: Vec<Step>,
    /// The outcome.
    pub outcome: Option<Arc<Probe>>,
    /// It could not even run, or was cancelled.
    pub failure: Option<Failure>,
}

impl Check {
    /// Whether it ended well.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.outcome.as_ref().is_some_and(|probe| probe.passed())
    }

    /// Whether the user ended it.
    #[must_use]
    pub fn was_cancelled(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| failure.kind == ErrorKind::Cancelled)
    }

    /// Whether it ended badly.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.failure.is_some() || self.outcome.as_ref().is_some_and(|probe| !probe.passed())
    }

    /// What the program could do about the failure, if the user agrees.
    #[must_use]
    pub fn offer(&self) -> Option<&Offer> {
        if self.task.is_some() {
            return None;
        }
        let mut failed = self.steps.iter().filter(|step| step.state == StepState::Failed);
        let of_steps = failed.find_map(|step| step.offer.as_deref());
        of_steps.or_else(|| self.failure.as_ref()?.offer.as_deref())
    }
}

/// Whether the fields that are rarely needed are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// They are folded away.
    #[default]
    Closed,
    /// They are shown.
    Open,
}

/// The form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Why it is open.
    pub purpose: Purpose,
    /// What was typed.
    pub values: Values,
    /// The manifest that the edited repository came from: it tells in which namespace its Secret is.
    pub origin: Option<Origin>,
    /// The values of the edited repository, if it was saved with a passing check.
    pub proven: Option<Values>,
    /// What has the focus.
    pub spot: Spot,
    /// Whether passwords are shown.
    pub reveal: bool,
    /// Whether the fields that are rarely needed are shown.
    pub more: Fold,
    /// How the URL is understood.
    pub explanation: Explanation,
    /// The keys that the placeholders of the URL need.
    pub needed: Vec<String>,
    /// Whether the chooser stands on a Secret that is still to be made.
    pub makes_secret: bool,
    /// What is wrong with the name.
    pub name_problem: Option<String>,
    /// What is wrong with the URL.
    pub location_problem: Option<String>,
    /// The check.
    pub check: Check,
    /// Further index files of the same place, and whether they are wanted.
    pub siblings: Vec<(String, bool)>,
    /// The task that saves.
    pub saving: Option<TaskId>,
    /// Why the last press of a button did nothing, or saving failed.
    pub refusal: Option<String>,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            purpose: Purpose::Add,
            values: Values::empty(),
            origin: None,
            proven: None,
            spot: Spot::Name,
            reveal: false,
            more: Fold::Closed,
            explanation: Explanation::default(),
            needed: Vec::new(),
            makes_secret: false,
            name_problem: None,
            location_problem: None,
            check: Check::default(),
            siblings: Vec::new(),
            saving: None,
            refusal: None,
        }
    }
}

impl Form {
    /// What can have the focus now, in order.
    #[must_use]
    pub fn spots(&self) -> Vec<Spot> {
        let mut spots = self.values.usual();
        if self.suggestion().is_some() {
            spots.insert(2, Spot::Suggestion);
        }
        let further = self.values.further();
        if !further.is_empty() {
            spots.push(Spot::More);
        }
        if self.more == Fold::Open {
            spots.extend(further);
        }
        spots.extend((0..self.siblings.len()).map(Spot::Sibling));
        spots.extend([Spot::Validate, Spot::Save]);
        if self.check.offer().is_some() {
            spots.push(Spot::Offer);
        }
        if self.check.failed() {
            spots.push(Spot::SaveUnverified);
        }
        spots.push(Spot::Cancel);
        spots
    }

    /// A URL that would be understood, or better.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        let typed = self.values.location.trimmed();
        self.explanation.suggestion.as_deref().filter(|text| !typed.is_empty() && *text != typed)
    }

    /// The spot so many places further, around the ends.
    #[must_use]
    pub fn spot_after(&self, places: isize) -> Spot {
        let spots = self.spots();
        let here = spots.iter().position(|spot| *spot == self.spot).unwrap_or(0).cast_signed();
        let next = (here + places).rem_euclid(spots.len().cast_signed());
        spots.get(next.cast_unsigned()).copied().unwrap_or_default()
    }

    /// The text field at a spot.
    #[must_use]
    pub fn field(&self, spot: Spot) -> Option<&Field> {
        self.values.field(spot)
    }

    /// The text field that has the focus, to be changed.
    pub fn focused_field(&mut self) -> Option<&mut Field> {
        self.values.field_mut(self.spot)
    }

    /// What is missing before anything can be checked or saved, in words.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        if self.values.name.trimmed().is_empty() {
            return Some("the name is missing".to_owned());
        }
        if self.values.location.trimmed().is_empty() {
            return Some("the URL is missing".to_owned());
        }
        self.name_problem.clone().or_else(|| self.location_problem.clone())
    }

    /// Whether the place is that of the saved, checked repository: its name and description may change
    /// without another check.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.proven.as_ref().is_some_and(|proven| self.values.same_place(proven))
    }

    /// Why Save does nothing now; `None` when it may save.
    #[must_use]
    pub fn save_refusal(&self) -> Option<String> {
        if let Some(missing) = self.missing() {
            return Some(missing);
        }
        match &self.check {
            check if check.task.is_some() => Some("the check is still running".to_owned()),
            check if check.passed() => None,
            _ if self.is_proven() => None,
            check if check.was_cancelled() => {
                Some("Save needs a passing check: this one was cancelled".to_owned())
            }
            check if check.failed() => Some("the check failed".to_owned()),
            _ => Some("Save needs a passing check of these values: press Validate".to_owned()),
        }
    }
}
