//! The only door to YAML: a tree with positions for documents that are judged (`yaml::node`), and
//! typed reading and writing through `serde_yaml` for our own files.
//!
//! May import: `model::diagnostic::Span`.

mod json;
pub mod node;
mod opinion;
mod pointer;
pub mod read;
pub mod scalar;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use json::read_json;
pub use node::{Node, Style, Value, is_merge, merged, resolve};
pub use read::{Document, Limits, SyntaxError, SyntaxKind, read};
pub use scalar::{Resolved, resolve_plain};
/// Values of any shape, for files of ours of which parts are not understood but must be kept.
pub use serde_yaml::{Mapping as AnyMapping, Value as AnyValue};

/// Reads our own kind of file into a type.
///
/// # Errors
/// The reader's own words, with line and column.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, serde_yaml::Error> {
    serde_yaml::from_str(text)
}

/// Writes a value as YAML.
///
/// # Errors
/// Only for types that YAML cannot hold.
pub fn to_string<T: Serialize>(value: &T) -> Result<String, serde_yaml::Error> {
    serde_yaml::to_string(value)
}
