//! `OpenPGP` provenance of packages.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Provenance:
}
