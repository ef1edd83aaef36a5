//! Rules about index files, Helm's (`IDX0..` and `IDX1..`) and Helm Broker's (`IDX2..`).
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Index:
    IDX010 "duplicate-version" Warning "The same version of an entry is listed twice" "Which of the two a client picks is not defined; pulls may differ" "Remove one of the two, or raise the version of the second" "helm-repositories 1.9";
}
