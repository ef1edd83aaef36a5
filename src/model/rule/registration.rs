//! Registered repositories against each other.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Registration:
}
