//! Texts as rows of pieces with roles: what a file, a document or an excerpt looks like before a theme
//! paints it. Pure: a text and a width in, rows out. Used by `update` (how many rows?) and by `view`.
//!
//! May import: `app::text::*`.

pub mod cells;
pub mod code;
pub mod excerpt;
pub mod finding;
pub mod inline;
pub mod markdown;
pub mod path;
pub mod row;
pub mod table;
pub mod wrap;

pub use code::Language;
pub use row::{Piece, Row};
