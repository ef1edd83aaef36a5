//! Kubernetes manifests: read as people write them and as `kubectl` prints them.
//!
//! May import: `manifest/*`.

pub mod addons_configuration;
pub mod broker_url;
pub mod bundle;
pub mod document;
mod fields;
mod fill;
mod quote;
pub mod secret;
mod ssh_key;

pub use addons_configuration::{AddonsConfiguration, Scope};
pub use bundle::{Bundle, Text, is_manifest};
pub use document::{Manifests, Object, Unread, read};
pub use quote::quotable;
pub use secret::{SecretManifest, SecretValue};
