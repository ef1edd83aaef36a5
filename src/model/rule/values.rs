//! Default values and their schema.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Values:
}
