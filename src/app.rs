//! The interactive face: state, what changes it, and what draws it.
//!
//! May import: `app/*`.

pub mod layout;
pub mod pane;
pub mod text;
pub mod theme;
