//! What Artifact Hub reads: annotations of charts and `artifacthub-repo.yml`.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { ArtifactHub:
}
