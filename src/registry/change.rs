//! What can be done to the registry.
//!
//! May import: `model`, `error`.

use jiff::Timestamp;

use crate::error::{Error, ErrorKind};
use crate::model::Repository;
use crate::model::text::clean;

/// One change to the registry. Changes, not whole lists, are saved, so that two running copies of the
/// program do not undo each other's work.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A new repository; its name must be free.
    Add(Box<Repository>),
    /// Other values, possibly another name, for the repository of that name.
    Replace {
        /// Present name.
        name: String,
        /// What it becomes.
        repository: Box<Repository>,
    },
    /// The repository of that name goes. A removed sample never comes back.
    Remove(String),
    /// The index of that repository was found current. Of no effect when it is gone meanwhile, and for
    /// samples, which are always current.
    Synced {
        /// Which repository.
        name: String,
        /// When.
        at: Timestamp,
    },
    /// The index of that repository, saved without a check, was read since and is good. Of no effect when it
    /// is gone meanwhile.
    Verified(String),
}

/// Whether a repository may have that name: `Err` says why not.
///
/// Names stand in `REPOSITORY/CHART@VERSION` and on command lines, so they hold no slash, no blank and no
/// control character, and do not begin with `-` or `.`.
///
/// # Errors
/// Why the name cannot be used, in words.
pub fn check_name(name: &str) -> Result<(), String> {
    let reason = if name.is_empty() {
        "a name is needed"
    } else if name.chars().count() > 100 {
        "a name has at most 100 characters"
    } else if name.starts_with(['-', '.']) {
        "a name does not begin with \"-\" or \".\""
    } else if name.contains(['/', '\\']) {
        "a name holds no slash: REPOSITORY/CHART would be unclear"
    } else if name.chars().any(char::is_whitespace) {
        "a name holds no blanks"
    } else if clean(name) != name {
        "a name holds no control characters"
    } else {
        return Ok(());
    };
    Err(reason.to_owned())
}

/// The error that no repository has that name.
#[must_use]
pub fn unknown(name: &str) -> Error {
    let message = format!("there is no repository named \"{}\"", clean(name));
    Error::new(ErrorKind::NotFound, message).hint("`chartroom repo list` shows the names")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked_in_words() {
        for good in ["a", "kyma-addons", "team_2.charts", "Äpfel", "a@b", "x:y"] {
            assert_eq!(check_name(good), Ok(()), "{good}");
        }
        let long = "x".repeat(101);
        for bad in ["", "-a", ".a", "a/b", "a\\b", "a b", "a\tb", "a\u{1b}[m", "a\u{202e}", &long] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
    }
}
