//! The interactive face: state, messages, effects, and the one event loop.
//!
//! May import: `app/*`, `config`, `registry`, `source`.

pub mod action;
pub mod effect;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod message;
pub mod mode;
pub mod pane;
pub mod state;
pub mod task;
pub mod text;
pub mod theme;
pub mod view;
