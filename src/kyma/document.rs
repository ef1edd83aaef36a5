//! One YAML file of an addon: its tree, with faults of the text as diagnostics.
//!
//! May import: `kyma::{fields}`, `yaml`, `model`.

use super::fields::FieldRules;
use crate::model::rule::addon::{ADD002, ADD003, ADD012, ADD013, ADD014};
use crate::model::{Findings, Package, PackageFile};
use crate::yaml::{self, Node};

/// The rules for mappings in all YAML files of an addon.
pub(super) static RULES: FieldRules =
    FieldRules { wrong_type: &ADD003, spelling: &ADD012, repeated: &ADD013 };

/// What came of reading a file.
#[derive(Debug)]
pub(super) enum Outcome {
    /// There is no such file.
    Missing,
    /// It holds nothing.
    Empty,
    /// It could not be read to its end; the fault is reported.
    Broken(Option<Node>),
    /// Its tree.
    Read(Node),
}

impl Outcome {
    /// The tree, as far as there is one.
    pub(super) fn root(&self) -> Option<&Node> {
        match self {
            Self::Missing | Self::Empty | Self::Broken(None) => None,
            Self::Broken(Some(root)) | Self::Read(root) => Some(root),
        }
    }

    /// Whether the file was cut off by a fault, so that what seems to be missing may stand behind it.
    pub(super) fn is_broken(&self) -> bool {
        matches!(self, Self::Broken(_))
    }
}

/// Findings about a file of a package.
pub(super) fn findings(package: &Package, path: &str) -> Findings {
    Findings::of(package.place(path))
}

/// Reads a YAML file of a package.
pub(super) fn read(package: &Package, path: &str, out: &mut Findings) -> Outcome {
    let Some(file) = package.file(path) else { return Outcome::Missing };
    let Some(text) = text(file, out) else { return Outcome::Broken(None) };
    let document = yaml::read(text, yaml::Limits::default());
    if let Some(span) = document.second {
        out.add(&ADD014, span, "a second YAML document starts here; it is never read");
    }
    if let Some(error) = document.error {
        out.add(&ADD002, error.span, error.message);
        return Outcome::Broken(document.root);
    }
    document.root.filter(|root| !root.is_null()).map_or(Outcome::Empty, Outcome::Read)
}

fn text<'file>(file: &'file PackageFile, out: &mut Findings) -> Option<&'file str> {
    let text = file.text();
    if text.is_none() {
        out.add_whole(&ADD002, "the text is not UTF-8").fix =
            Some("Save the file as UTF-8".to_owned());
    }
    text
}
