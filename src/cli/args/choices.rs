//! What flags can be given, where the choice is ours.
//!
//! May import: `model`.

use clap::ValueEnum;

use crate::model::RepositoryKind;

/// Rows for people, or JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Aligned columns
    #[default]
    Table,
    /// For scripts
    Json,
}

/// Text for people, or JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    /// For people
    #[default]
    Text,
    /// For scripts
    Json,
}

/// What a URL must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum UrlType {
    /// http://
    Http,
    /// https://
    Https,
    /// An object store
    S3,
}

/// What of a chart or addon is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Section {
    #[default]
    Overview,
    Versions,
    Readme,
    Values,
    Schema,
    Files,
    Plans,
    Docs,
}

/// A kind, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindChoice {
    /// Charts
    Helm,
    /// Addons
    Addons,
    /// As the content says
    Auto,
}

/// How far a validation looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DepthChoice {
    /// The index file alone
    Index,
    /// The index, and of every entry the newest package
    Heads,
    /// The index and every package it lists
    #[default]
    Packages,
}

impl From<KindChoice> for Option<RepositoryKind> {
    fn from(choice: KindChoice) -> Self {
        match choice {
            KindChoice::Helm => Some(RepositoryKind::Helm),
            KindChoice::Addons => Some(RepositoryKind::Addons),
            KindChoice::Auto => None,
        }
    }
}

/// Reads a kind of repository.
pub(super) fn kind_parser() -> impl clap::builder::TypedValueParser<Value = RepositoryKind> {
    use clap::builder::TypedValueParser as _;
    clap::builder::PossibleValuesParser::new(["helm", "addons"])
        .try_map(|text| text.parse::<RepositoryKind>())
}
