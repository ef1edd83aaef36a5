//! How YAML is written. Asked for by `--select STY` only.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Style:
}
