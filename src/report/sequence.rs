//! Lists that are written as they are made, so that no report stands in memory twice.
//!
//! May import: nothing of the crate.

use serde::{Serialize, Serializer};

/// An iterator that is written as an array.
pub(super) struct Sequence<I>(pub(super) I);

impl<I> Serialize for Sequence<I>
where
    I: Iterator + Clone,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}
