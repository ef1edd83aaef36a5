//! Which Secret of the store a repository means.
//!
//! Helm Broker seeks a Secret in `secretRef.namespace`, else in the namespace of the `AddonsConfiguration`; for a
//! `ClusterAddonsConfiguration` without one, its documentation shows an example that it cannot carry out. Here that
//! example works, as long as it is clear which Secret is meant.
//! May import: `model`, `error`.

use crate::error::{Error, ErrorKind};
use crate::model::text::clean;
use crate::model::{Fault, Origin, SecretName};

/// The position of the one that is meant among the names of the store.
pub(super) fn position(
    all: &[&SecretName],
    wanted: &SecretName,
    origin: Option<&Origin>,
) -> Option<usize> {
    let within = |namespace: Option<&str>| {
        all.iter().position(|one| one.name == wanted.name && one.namespace.as_deref() == namespace)
    };
    // A Secret that names no namespace belongs wherever it is applied.
    match namespace(wanted, origin) {
        Some(namespace) => within(Some(namespace)).or_else(|| within(None)),
        None => within(None).or_else(|| only(all, wanted)),
    }
}

/// The namespace in which the Secret is sought, where one is said.
fn namespace<'name>(
    wanted: &'name SecretName,
    origin: Option<&'name Origin>,
) -> Option<&'name str> {
    let of_configuration = origin.filter(|origin| origin.kind == "AddonsConfiguration");
    let own = || of_configuration.and_then(|origin| origin.namespace.as_deref());
    wanted.namespace.as_deref().or_else(own)
}

fn only(all: &[&SecretName], wanted: &SecretName) -> Option<usize> {
    let mut named = all.iter().enumerate().filter(|(_, one)| one.name == wanted.name);
    let (first, _) = named.next()?;
    named.next().is_none().then_some(first)
}

/// What Helm Broker itself would do otherwise.
pub(super) fn warning(wanted: &SecretName, origin: Option<&Origin>) -> Option<String> {
    let is_cluster = origin.is_some_and(|origin| origin.kind == "ClusterAddonsConfiguration");
    (is_cluster && namespace(wanted, origin).is_none()).then(|| {
        "Helm Broker itself would not find this Secret: for a ClusterAddonsConfiguration it needs \
         secretRef.namespace, without which it looks where it looked last"
            .to_owned()
    })
}

/// Why none is meant: there is none, or it is not clear which one. All candidates are listed.
pub(super) fn missing(all: &[&SecretName], wanted: &SecretName, origin: Option<&Origin>) -> Error {
    let namespace = namespace(wanted, origin);
    let full = SecretName { namespace: namespace.map(str::to_owned), name: wanted.name.clone() };
    let full = clean(&full.to_string()).into_owned();
    let others = all.iter().filter(|one| one.name == wanted.name);
    let others = others.map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let (message, hint) = if others.is_empty() {
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
