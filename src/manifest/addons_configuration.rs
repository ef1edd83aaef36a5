//! `AddonsConfiguration` and `ClusterAddonsConfiguration` (`addons.kyma-project.io/v1alpha1`), as people
//! write them and as `kubectl` prints them, with every fault at once.
//!
//! May import: `manifest::{addons_configuration/*, document, fields}`, `model`.

mod form;
mod metadata;
mod options;
mod spec;
mod status;
mod url;
mod value;

use self::spec::Owner;
pub use self::value::{
    AddonStatus, AddonsConfiguration, RepositoryStatus, Scope, Status, WantedRepository,
};
use super::document::Object;
use super::fields::Fields;
use crate::model::rule::manifest::MAN003;
use crate::model::{Diagnostic, Findings};
use crate::yaml::Node;

/// The group and version of both kinds.
pub const API_VERSION: &str = "addons.kyma-project.io/v1alpha1";

/// Reads an object; `None` where it is neither of the two kinds.
///
/// ```
/// use chartroom::manifest::{self, addons_configuration};
/// let text = "kind: AddonsConfiguration\nmetadata: {name: mine}\nspec: {repositories: []}\n";
/// let found = manifest::read("mine.yaml", text);
/// let (configuration, diagnostics) = addons_configuration::read(&found.objects[0]).unwrap();
/// assert_eq!(configuration.title(), "AddonsConfiguration mine");
/// assert!(diagnostics.iter().any(|found| found.rule.name == "manifest-api-version"));
/// ```
#[must_use]
pub fn read(object: &Object) -> Option<(AddonsConfiguration, Vec<Diagnostic>)> {
    let scope = Scope::ALL.into_iter().find(|scope| scope.kind() == object.kind)?;
    let mut out = Findings::of(object.place.file.as_str());
    let span = object.node.span;
    let known = ["apiVersion", "kind", "metadata", "spec", "status"];
    let fields = Fields::read(&object.node, &known, scope.kind(), &mut out)?;
    judge_api_version(object, &fields, &mut out);
    let metadata = metadata::read(fields.get("metadata"), scope, span, &mut out);
    let namespace = metadata.namespace.as_deref();
    let spec = spec::read(fields.get("spec"), Owner { scope, namespace, span }, &mut out);
    let configuration = AddonsConfiguration {
        scope,
        name: metadata.name,
        namespace: metadata.namespace,
        labels: metadata.labels,
        generation: metadata.generation,
        reprocess_request: spec.reprocess_request,
        repositories: spec.repositories,
        is_whole: spec.is_whole,
        status: fields.get("status").and_then(status::read),
        place: object.place.clone(),
    };
    Some((configuration, out.finish()))
}

fn judge_api_version(object: &Object, fields: &Fields<'_>, out: &mut Findings) {
    if object.api_version == API_VERSION {
        return;
    }
    let span = fields.get("apiVersion").map_or(fields.span, |node: &Node| node.span);
    let message = match object.api_version.as_str() {
        "" => "there is no apiVersion".to_owned(),
        other => format!("the apiVersion is {other}"),
    };
    out.add(&MAN003, span, message).fix = Some(format!("Write apiVersion: {API_VERSION}"));
}

#[cfg(test)]
mod tests;
