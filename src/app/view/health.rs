//! How a repository's state looks.
//!
//! May import: `app::{state, theme}`.

use crate::app::state::Health;
use crate::app::theme::Role;

/// The role of a repository's sign.
pub(crate) fn health_role(health: Health) -> Role {
    match health {
        Health::Fresh => Role::Ok,
        Health::Working => Role::Busy,
        Health::Failed => Role::Error,
        Health::Stale => Role::Stale,
        Health::Unverified => Role::Warning,
    }
}
