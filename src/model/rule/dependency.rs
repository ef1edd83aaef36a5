//! Dependencies of charts and their lock file.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Dependency:
}
