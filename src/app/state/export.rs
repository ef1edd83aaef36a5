//! The dialog that writes findings to a file.
//!
//! May import: `app::{state::field, task}`, `report`.

use super::field::Field;
use crate::app::task::TaskId;
use crate::report::Format;

/// What of the dialog has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportSpot {
    /// The choice of a format.
    #[default]
    Format,
    /// The name of the file.
    File,
}

/// The dialog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Export {
    /// What has the keys.
    pub spot: ExportSpot,
    /// The chosen format.
    pub format: Format,
    /// The name of the file.
    pub file: Field,
    /// The part of the proposed name before its ending.
    stem: String,
    /// How many findings are written.
    pub count: usize,
    /// The file that is there already; Enter again replaces it.
    pub exists: Option<String>,
    /// Why it was not written.
    pub refusal: Option<String>,
    /// The task that writes.
    pub task: Option<TaskId>,
}

impl Export {
    /// Proposes a name for the findings of a repository.
    #[must_use]
    pub fn of(repository: &str, count: usize) -> Self {
        let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
        let stem = format!("findings-{}", repository.chars().map(plain).collect::<String>());
        let mut export = Self { stem, count, ..Self::default() };
        export.propose();
        export
    }

    /// Goes to another format; the proposed name follows, one that was typed does not.
    pub fn choose(&mut self, steps: isize) {
        let was_proposed = self.file.value() == self.proposed();
        let all = Format::ALL;
        let here = all.iter().position(|format| *format == self.format).unwrap_or(0).cast_signed();
        let next = (here + steps).rem_euclid(all.len().cast_signed()).cast_unsigned();
        self.format = all.get(next).copied().unwrap_or_default();
        if was_proposed {
            self.propose();
        }
        self.changed();
    }

    /// Something else is to be written: what was said of the last try is void.
    pub fn changed(&mut self) {
        (self.exists, self.refusal) = (None, None);
    }

    fn propose(&mut self) {
        self.file.set(self.proposed());
    }

    fn proposed(&self) -> String {
        let ending = match self.format.name() {
            "text" | "pretty" => "txt",
            "json" => "json",
            "sarif" => "sarif",
            "junit" => "xml",
            "markdown" => "md",
            other => other,
        };
        format!("{}.{ending}", self.stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proposed_name_follows_the_format_until_another_is_typed() {
        let mut export = Export::of("team/a b", 3);
        assert_eq!(export.file.value(), "findings-team-a-b.txt");
        let json = Format::ALL.iter().position(|format| *format == Format::Json);
        export.choose(json.expect("there is JSON").cast_signed());
        assert_eq!(export.file.value(), "findings-team-a-b.json");
        export.file.set("mine");
        export.choose(1);
        assert_eq!(export.file.value(), "mine");
    }
}
