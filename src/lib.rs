//! chartroom: register, browse and validate Helm chart and Kyma addon repositories.
//!
//! The library is the core; the program's two faces, the screen (`app`, feature `tui`) and the headless
//! commands (`cli`), stand on the same operations (`ops`). Imports point downwards, from the faces to the words:
//!
//! ```text
//! app   cli            the faces
//! ops   report         what can be done, and how it is told
//! validate kyma helm   what is known of the formats
//! source registry      the outside: network, disk, the cache
//! secrets              what lets us in, and from where
//! archive manifest disk  how bytes are read and kept, with limits
//! yaml error monitor model  the words
//! ```

pub mod model;

pub mod error;
pub mod monitor;
pub mod yaml;

pub mod archive;
pub mod disk;
pub mod manifest;

pub mod config;
pub mod registry;
pub mod sample;
pub mod secrets;
pub mod source;

pub mod helm;
pub mod kyma;

pub mod validate;

pub mod ops;
pub mod report;

pub mod cli;

#[cfg(feature = "tui")]
pub mod app;

/// The README's examples are compiled, so that they cannot grow stale.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
