//! Kubernetes manifests: read as people write them and as `kubectl` prints them.
//!
//! May import: `manifest/*`.

pub mod document;
pub mod secret;

pub use document::{Manifests, Object, Unread, read};
pub use secret::{SecretManifest, SecretValue};
