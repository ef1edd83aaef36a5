//! Where a repository's index is: the URL grammar, and how a URL is understood, in words.
//!
//! Pure: nothing is looked up. A text goes through `parse`, which chooses one of the grammars `web`,
//! `git` and `path`; `refused` holds the forms that are known and not supported (the place where S3 and
//! SSH come in). May import: `model::credentials`, `model::secret`.

mod bucket;
mod console;
mod endpoint;
mod error;
mod explain;
mod fill;
mod git;
mod guard;
mod key;
mod mark;
pub mod mask;
mod name;
mod package;
mod page;
mod parse;
mod path;
pub(crate) mod percent;
mod placeholder;
mod quoted;
mod refused;
pub mod s3;
mod shorthand;
mod stand_in;
pub mod template;
mod text;
mod typed;
mod value;
mod web;
mod within;

pub use error::LocationError;
pub use explain::Explanation;
pub use fill::FillError;
pub use key::read_key;
pub use name::is_index_name;
pub use path::Surroundings;
pub use quoted::{starred, without_secrets};
pub use s3::{Addressing, S3Index, S3Place};
pub use template::Template;
pub use value::{Location, Parsed};

/// A part of a URL with `%41` and the like resolved, as far as that gives text.
#[must_use]
pub fn decoded(part: &str) -> String {
    percent::decode(part).unwrap_or_else(|| part.to_owned())
}

#[cfg(test)]
mod tests;
