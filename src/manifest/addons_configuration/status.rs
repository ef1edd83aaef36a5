//! What Helm Broker has written into the status. It is its own business, so nothing in it is judged.
//!
//! May import: `manifest::addons_configuration::value`, `yaml`.

use super::value::{AddonStatus, RepositoryStatus, Status};
use crate::yaml::{Node, Resolved, resolve};

/// Reads a status; `None` where there is nothing in it.
pub(super) fn read(node: &Node) -> Option<Status> {
    let is_empty = node.pairs().is_none_or(<[_]>::is_empty);
    let observed = node.get("observedGeneration").map(resolve);
    (!is_empty).then(|| Status {
        phase: text(node, "phase"),
        last_processed: text(node, "lastProcessedTime"),
        observed_generation: match observed {
            Some(Resolved::Integer(number)) => i64::try_from(number).ok(),
            _ => None,
        },
        repositories: items(node, "repositories").iter().map(repository).collect(),
    })
}

fn repository(node: &Node) -> RepositoryStatus {
    RepositoryStatus {
        url: text(node, "url"),
        status: text(node, "status"),
        reason: text(node, "reason"),
        message: text(node, "message"),
        addons: items(node, "addons").iter().map(addon).collect(),
    }
}

fn addon(node: &Node) -> AddonStatus {
    AddonStatus {
        name: text(node, "name"),
        version: text(node, "version"),
        status: text(node, "status"),
        reason: text(node, "reason"),
        message: text(node, "message"),
    }
}

fn text(node: &Node, key: &str) -> String {
    node.get(key).and_then(Node::as_str).unwrap_or_default().to_owned()
}

fn items<'node>(node: &'node Node, key: &str) -> &'node [Node] {
    node.get(key).and_then(Node::items).unwrap_or_default()
}
