//! How a repository's state and its marks look.
//!
//! May import: `app::{state, theme}`.

use crate::app::state::Health;
use crate::app::state::mark::Mark;
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

/// The role of a repository's mark.
pub(crate) fn mark_role(mark: Mark) -> Role {
    match mark {
        Mark::NotVerified => Role::Error,
        Mark::DevelopMode | Mark::PlainHttp => Role::Warning,
        Mark::Template => Role::Muted,
    }
}
