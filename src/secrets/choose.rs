//! Which Secret of the store a repository means.
//!
//! Helm Broker seeks a Secret in `secretRef.namespace`, else in the namespace of the `AddonsConfiguration`; for a
//! `ClusterAddonsConfiguration` without one, its documentation shows an example that it cannot carry out. Here that
//! example works, as long as it is clear which Secret is meant.
//! May import: `secrets::store`, `model`, `error`.

use super::store::Kept;
use crate::error::{Error, ErrorKind};
use crate::model::text::clean;
use crate::model::{Fault, Origin, SecretName};

/// The one that is meant, and what Helm Broker itself would do otherwise.
pub(super) struct Chosen<'store> {
    pub(super) kept: &'store Kept,
    pub(super) warning: Option<String>,
}

/// Chooses among the Secrets of the store.
///
/// # Errors
/// When there is none, or when it is not clear which one is meant: all candidates are listed.
pub(super) fn choose<'store>(
    all: &'store [Kept],
    wanted: &SecretName,
    origin: Option<&Origin>,
) -> Result<Chosen<'store>, Error> {
    let named: Vec<&Kept> = all.iter().filter(|one| one.secret.name.name == wanted.name).collect();
    let of_configuration = origin.filter(|origin| origin.kind == "AddonsConfiguration");
    let namespace = wanted
        .namespace
        .as_deref()
        .or_else(|| of_configuration.and_then(|origin| origin.namespace.as_deref()));
    let within = |namespace: Option<&str>| {
        named.iter().copied().find(|one| one.secret.name.namespace.as_deref() == namespace)
    };
    // A Secret that names no namespace belongs wherever it is applied.
    let found = match namespace {
        Some(namespace) => within(Some(namespace)).or_else(|| within(None)),
        None => within(None).or_else(|| named.first().copied().filter(|_| named.len() == 1)),
    };
    let is_cluster = origin.is_some_and(|origin| origin.kind == "ClusterAddonsConfiguration");
    let warning = (is_cluster && namespace.is_none()).then(|| {
        "Helm Broker itself would not find this Secret: for a ClusterAddonsConfiguration it needs \
         secretRef.namespace, without which it looks where it looked last"
            .to_owned()
    });
    match found {
        Some(kept) => Ok(Chosen { kept, warning }),
        None => Err(missing(wanted, namespace, &named)),
    }
}

fn missing(wanted: &SecretName, namespace: Option<&str>, named: &[&Kept]) -> Error {
    let full = SecretName { namespace: namespace.map(str::to_owned), name: wanted.name.clone() };
    let full = clean(&full.to_string()).into_owned();
    let others: Vec<String> = named.iter().map(|one| one.secret.name.to_string()).collect();
    let others = others.join(", ");
    let (message, hint) = if named.is_empty() {
        let hint = format!("add it: chartroom secret add FILE, or chartroom secret set {full} KEY");
        (format!("there is no Secret {full} in the store"), hint)
    } else if namespace.is_some() {
        let hint = "name the one that is meant with its namespace: NAMESPACE/NAME".to_owned();
        (format!("there is no Secret {full} in the store, but there is {others}"), hint)
    } else {
        let hint = "say which one with its namespace: NAMESPACE/NAME".to_owned();
        (format!("it is not clear which Secret {full} is meant: there are {others}"), hint)
    };
    Error::new(ErrorKind::Unauthorized, message).hint(hint).fault(Fault::SecretMissing)
}
