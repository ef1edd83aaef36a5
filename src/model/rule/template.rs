//! Templates of charts, read as text and never rendered.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Template:
}
