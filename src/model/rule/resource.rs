//! Kubernetes objects that stand literally in charts.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Resource:
}
