//! The form that adds or edits a repository: what was typed, how it is understood, and the check of it.
//!
//! May import: `app::{task, state::field}`, `model`, `ops`, `error`.

use std::sync::Arc;

use super::field::Field;
use crate::app::task::TaskId;
use crate::error::{ErrorKind, Failure};
use crate::model::{Credentials, Explanation, RepositoryKind};
use crate::ops::{Draft, Probe, Step};

/// Why the form is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// A new repository.
    #[default]
    Add,
    /// Other values for the repository of that name.
    Edit(String),
}

/// What can have the focus, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spot {
    /// The name.
    #[default]
    Name,
    /// The URL.
    Location,
    /// The kind: auto, helm, addons.
    Kind,
    /// The description.
    Description,
    /// The user name.
    Username,
    /// The password.
    Password,
    /// Whether the password is shown.
    Reveal,
    /// Whether that further index file is registered as well.
    Sibling(usize),
    /// Starts the check.
    Validate,
    /// Saves; needs a pass.
    Save,
    /// Saves without a pass; asks. Offered after a failed check.
    SaveUnverified,
    /// Closes the form and keeps a draft.
    Cancel,
}

/// All that was typed: a pass is good for exactly these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// The name.
    pub name: Field,
    /// The URL.
    pub location: Field,
    /// The kind insisted on.
    pub kind: Option<RepositoryKind>,
    /// The description.
    pub description: Field,
    /// The user name.
    pub username: Field,
    /// The password.
    pub password: Field,
}

impl Values {
    /// Empty fields.
    #[must_use]
    pub fn empty() -> Self {
        Self { password: Field::default().masked(), ..Self::default() }
    }

    /// What a check is made of.
    #[must_use]
    pub fn draft(&self) -> Draft {
        Draft {
            location: self.location.trimmed().to_owned(),
            kind: self.kind,
            credentials: self.credentials(),
            ..Draft::default()
        }
    }

    /// What lets us in, as far as it was typed.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        Credentials::login(self.username.trimmed(), self.password.value())
    }

    /// Whether they name the same place, and are let in there in the same way.
    #[must_use]
    pub fn same_place(&self, other: &Self) -> bool {
        let texts = |values: &Self| {
            [&values.location, &values.username].map(|field| field.trimmed().to_owned())
        };
        self.kind == other.kind
            && texts(self) == texts(other)
            && self.password.value() == other.password.value()
    }
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
}

/// The form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Why it is open.
    pub purpose: Purpose,
    /// What was typed.
    pub values: Values,
    /// The values of the edited repository, if it was saved with a passing check.
    pub proven: Option<Values>,
    /// What has the focus.
    pub spot: Spot,
    /// Whether the password is shown.
    pub reveal: bool,
    /// How the URL is understood.
    pub explanation: Explanation,
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
            proven: None,
            spot: Spot::Name,
            reveal: false,
            explanation: Explanation::default(),
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
        let mut spots = vec![
            Spot::Name,
            Spot::Location,
            Spot::Kind,
            Spot::Description,
            Spot::Username,
            Spot::Password,
            Spot::Reveal,
        ];
        spots.extend((0..self.siblings.len()).map(Spot::Sibling));
        spots.extend([Spot::Validate, Spot::Save]);
        if self.check.failed() {
            spots.push(Spot::SaveUnverified);
        }
        spots.push(Spot::Cancel);
        spots
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
        match spot {
            Spot::Name => Some(&self.values.name),
            Spot::Location => Some(&self.values.location),
            Spot::Description => Some(&self.values.description),
            Spot::Username => Some(&self.values.username),
            Spot::Password => Some(&self.values.password),
            _ => None,
        }
    }

    /// The text field that has the focus, to be changed.
    pub fn focused_field(&mut self) -> Option<&mut Field> {
        match self.spot {
            Spot::Name => Some(&mut self.values.name),
            Spot::Location => Some(&mut self.values.location),
            Spot::Description => Some(&mut self.values.description),
            Spot::Username => Some(&mut self.values.username),
            Spot::Password => Some(&mut self.values.password),
            _ => None,
        }
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
