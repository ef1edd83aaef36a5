//! The vocabulary: plain values that every other room speaks in. No input, no output, no clock.
//!
//! May import: nothing of the crate (its children import each other downwards only).

pub mod access;
pub mod annotate;
pub mod bounded;
pub mod catalog;
mod comment;
pub mod consumer;
pub mod credentials;
pub mod diagnostic;
pub mod digest;
pub mod excerpt;
pub mod fault;
pub mod findings;
pub mod keys;
pub mod location;
pub mod offer;
pub mod package;
pub mod redactor;
pub mod repository;
pub mod rule;
pub mod secret;
pub mod severity;
pub mod size;
pub mod spelling;
pub mod suppression;
pub mod text;
pub mod verdict;

pub use access::{Access, Origin, SecretName};
pub use catalog::{
    Catalog, Dependency, Dropped, Entry, EntryRef, EntryVersion, IndexRead, Maintainer,
};
pub use consumer::{Consumer, Effect};
pub use credentials::Credentials;
pub use diagnostic::{Diagnostic, Looked, Place, Related, Report, Span};
pub use excerpt::Excerpt;
pub use fault::Fault;
pub use findings::Findings;
pub use keys::{Keys, KeysFault};
pub use location::{Explanation, Location, LocationError, Parsed, Surroundings};
pub use offer::{HostKey, Offer};
pub use package::{Package, PackageFile};
pub use redactor::Redactor;
pub use repository::{Repository, RepositoryKind};
pub use rule::{Family, Rule};
pub use secret::Secret;
pub use severity::Severity;
pub use suppression::Suppression;
pub use verdict::{Outcome, Skipped, Verdict};
