//! What was seen on the way to a package, besides its bytes.
//!
//! May import: `source`.

use serde::{Deserialize, Serialize};

use crate::source::Trail;

/// What is told of many packages together. Nothing of it is secret: hosts and headers of answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Facts {
    /// Hosts on the way that the repository's credentials were not sent to.
    pub(super) withheld: Vec<String>,
    /// Content type of the answer.
    pub(super) content_type: String,
    /// Content encoding of the answer.
    pub(super) encoding: String,
}

impl From<Trail> for Facts {
    fn from(trail: Trail) -> Self {
        let Trail { withheld, content_type, encoding, .. } = trail;
        Self { withheld, content_type, encoding }
    }
}
