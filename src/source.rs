//! The outside: one transport per scheme, behind functions that read an index, a package or a listing.
//!
//! May import: `source/*`, `model`, `monitor`, `error`.

pub mod client;

pub use client::{Client, Settings};
