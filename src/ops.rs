//! The operations: what both faces, and users of the library, can do. The front door of the core.
//!
//! May import: `ops/*`.

mod archives;
mod contents;
pub mod export;
pub mod fetch;
mod hub;
pub mod import;
pub mod inspect;
pub mod kind;
mod manifests;
mod packages;
pub mod probe;
mod provenance;
pub mod register;
pub mod registrations;
pub mod relocate;
pub mod repair;
pub mod request;
pub mod search;
pub mod secret;
pub mod status;
mod target;
mod tell;
pub mod validate;
pub mod workplace;

pub use fetch::{Fetched, Freshness, IndexText, fetch};
pub use inspect::{Contents, Inspection, Wanted, inspect};
pub use probe::{Draft, Probe, Step, StepName, StepState, probe};
pub use provenance::check_keyring;
pub use register::{keep, register};
pub use registrations::registrations;
pub use relocate::{relocate, same_host};
pub use repair::Repair;
pub use request::{Batch, Depth, Remember, Request, Target};
pub use search::{Hit, search};
pub use secret::{SecretChange, SecretEdit, keep_secret};
pub use status::status;
pub use target::shown_target;
pub use validate::{validate, validate_live};
pub use workplace::Workplace;
