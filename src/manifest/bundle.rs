//! All that a text of manifests holds for us: configurations, Secrets, and what is wrong with them.
//!
//! May import: `manifest::{addons_configuration, document, fill, secret}`, `model`.

use std::collections::BTreeMap;

use super::addons_configuration::{self, API_VERSION, AddonsConfiguration, Scope};
use super::document::{self, Object, Unread};
use super::fill;
use super::secret::SecretManifest;
use crate::model::rule::manifest::{
    MAN001, MAN002, MAN003, MAN004, MAN007, MAN008, MAN009, MAN060, MAN061,
};
use crate::model::spelling::nearest;
use crate::model::text::{counted, short_name};
use crate::model::{Diagnostic, Place};

/// The kinds that are read.
const KINDS: [&str; 3] = ["AddonsConfiguration", "ClusterAddonsConfiguration", "Secret"];

/// The group of the kinds of configurations.
const GROUP: &str = "addons.kyma-project.io/";

/// A text and what its places are called.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    /// Path of the file, or `-`.
    pub file: String,
    /// What it says. It may hold Secrets.
    pub text: String,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Text({}, {} bytes)", self.file, self.text.len())
    }
}

/// What some texts hold for us.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bundle {
    /// Configurations in order; of two of the same name only the last one.
    pub configurations: Vec<AddonsConfiguration>,
    /// Secrets in order; of two of the same name only the last one. None that takes values from this machine.
    pub secrets: Vec<SecretManifest>,
    /// Everything that is wrong, in order of the texts.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads texts of manifests as one input.
///
/// ```
/// use chartroom::manifest::bundle::{self, Text};
/// let text = Text { file: "a.yaml".to_owned(), text: "kind: AddonConfiguration".to_owned() };
/// let found = bundle::read(&[text]);
/// assert_eq!(found.diagnostics[0].rule.name, "manifest-kind");
/// ```
#[must_use]
pub fn read(texts: &[Text]) -> Bundle {
    let mut reader = Reader::default();
    for text in texts {
        let found = document::read(&text.file, &text.text);
        if found.objects.is_empty() && found.unread.is_empty() {
            let place = Place::file(text.file.as_str());
            reader.tell(Diagnostic::new(&MAN008, place, "there is no manifest in it"));
        }
        reader.bundle.diagnostics.extend(found.unread.into_iter().map(unread));
        let mut passed_over = Vec::new();
        for object in &found.objects {
            reader.object(object, &mut passed_over);
        }
        reader.bundle.diagnostics.extend(told(&passed_over));
    }
    let Bundle { configurations, secrets, .. } = &reader.bundle;
    let found = fill::judge(configurations, secrets);
    reader.bundle.diagnostics.extend(found);
    reader.bundle
}

/// Whether a text is one of manifests: it holds an object of Kubernetes, or something that was meant to be one of
/// our kinds. An index file is none.
#[must_use]
pub fn is_manifest(text: &str) -> bool {
    if !text.contains("kind") && !text.contains(GROUP) {
        return false;
    }
    let found = document::read("", text);
    let is_whole =
        |object: &Object| !object.api_version.is_empty() && object.node.get("metadata").is_some();
    let is_ours = |object: &Object| KINDS.contains(&object.kind.as_str()) || is_whole(object);
    let is_broken = || text.lines().any(|line| line.starts_with("kind:") || line.contains(GROUP));
    found.objects.iter().any(|object| is_ours(object) || misspelt(object).is_some())
        || (!found.unread.is_empty() && is_broken())
}

/// A document that could not be read.
fn unread(unread: Unread) -> Diagnostic {
    let rule = match unread.message.as_str() {
        message if message.contains("it has no \"kind\"") => &MAN004,
        message if message.contains(" must be ") => &MAN002,
        _ => &MAN001,
    };
    Diagnostic::new(rule, unread.place, unread.message)
}

#[derive(Default)]
struct Reader {
    bundle: Bundle,
    /// Kind, namespace and name of what was seen, and where.
    seen: BTreeMap<(String, String, String), Place>,
}

impl Reader {
    fn tell(&mut self, diagnostic: Diagnostic) {
        self.bundle.diagnostics.push(diagnostic);
    }

    fn object<'object>(&mut self, object: &'object Object, passed_over: &mut Vec<&'object Object>) {
        if let Some((configuration, found)) = addons_configuration::read(object) {
            self.bundle.diagnostics.extend(found);
            if !configuration.name.is_empty() && self.is_again(object) {
                let title = configuration.title();
                self.bundle.configurations.retain(|other| other.title() != title);
            }
            self.bundle.configurations.push(configuration);
        } else if object.kind == "Secret" {
            self.secret(object);
        } else if let Some(found) = misspelt(object) {
            self.tell(found);
        } else if !Scope::ALL.iter().any(|scope| scope.kind() == object.kind) {
            passed_over.push(object);
        }
    }

    /// Whether an object of that kind and name came before.
    fn is_again(&mut self, object: &Object) -> bool {
        let namespace = object.namespace.clone().unwrap_or_default();
        let key = (object.kind.clone(), namespace, object.name.clone());
        let Some(first) = self.seen.insert(key, object.place.clone()) else { return false };
        let message = format!("{} {} is here a second time", object.kind, object.name);
        let found = Diagnostic::new(&MAN009, object.place.clone(), message);
        self.tell(found.related(first, "the first"));
        true
    }

    fn secret(&mut self, object: &Object) {
        let (secret, found) = SecretManifest::of(object);
        for one in found {
            self.tell(Diagnostic::new(&MAN060, one.place, one.message));
        }
        if object.api_version != "v1" {
            let message =
                format!("the apiVersion of a Secret is v1, not \"{}\"", object.api_version);
            self.tell(Diagnostic::new(&MAN003, object.place.clone(), message));
        }
        let Some(secret) = secret else { return };
        if secret.has_references() {
            let message = format!("Secret {} takes values from this machine", secret.name);
            return self.tell(Diagnostic::new(&MAN061, object.place.clone(), message));
        }
        if self.is_again(object) {
            self.bundle.secrets.retain(|other| other.name != secret.name);
        }
        self.bundle.secrets.push(secret);
    }
}

/// An object whose kind was probably meant to be one of ours.
fn misspelt(object: &Object) -> Option<Diagnostic> {
    let is_group = object.api_version.starts_with(GROUP);
    let meant = nearest(&object.kind, &KINDS).filter(|_| is_group || object.kind.len() > 6);
    if meant.is_none() && !is_group {
        return None;
    }
    let kind = short_name(&object.kind);
    let message = format!("there is no kind \"{kind}\" in {API_VERSION}");
    let found = Diagnostic::new(&MAN004, object.place.clone(), message);
    Some(match meant {
        Some(meant) => found.fix(format!("Write kind: {meant}")),
        None => found,
    })
}

/// One diagnostic for all that a file holds for others.
fn told(passed_over: &[&Object]) -> Option<Diagnostic> {
    let first = passed_over.first()?;
    let names = passed_over.iter().take(3).map(|one| {
        let name = short_name(&one.name);
        if name.is_empty() { one.kind.clone() } else { format!("{} {name}", one.kind) }
    });
    let names = names.collect::<Vec<_>>().join(", ");
    let more = if passed_over.len() > 3 { ", …" } else { "" };
    let message = format!("{} passed over: {names}{more}", counted(passed_over.len(), "object"));
    Some(Diagnostic::new(&MAN007, first.place.clone(), message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(texts: &[&str]) -> Vec<&'static str> {
        let text = |text: &&str| Text { file: "f".to_owned(), text: (*text).to_owned() };
        let found = read(&texts.iter().map(text).collect::<Vec<_>>());
        found.diagnostics.iter().map(|one| one.rule.code).collect()
    }

    const GOOD: &str = "apiVersion: addons.kyma-project.io/v1alpha1\nkind: AddonsConfiguration\nmetadata: {name: \
                        mine}\nspec: {repositories: [{url: \"https://h.example/i.yaml\"}]}\n";

    const SECRET: &str =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: mine}\nstringData: {a: \"no base64\"}\n";

    #[test]
    fn what_is_not_ours_is_told_and_left_alone() {
        for (texts, expected) in [
            (vec![GOOD], vec![]),
            (vec![""], vec!["MAN008"]),
            (vec!["# nothing\n---\n"], vec!["MAN008"]),
            (vec!["kind: [\n"], vec!["MAN001"]),
            (vec!["metadata: {name: a}\n"], vec!["MAN004"]),
            (vec!["just text"], vec!["MAN002"]),
            (vec!["kind: AddonsConfigurations\n"], vec!["MAN004"]),
            (vec!["kind: clusteraddonsconfiguration\n"], vec!["MAN004"]),
            (vec!["apiVersion: addons.kyma-project.io/v1alpha1\nkind: Bundle\n"], vec!["MAN004"]),
            (vec!["kind: Deployment\n---\nkind: Service\n", GOOD], vec!["MAN007"]),
            (vec![GOOD, GOOD], vec!["MAN009"]),
            (vec![SECRET], vec![]),
            (vec![&SECRET.replace("stringData", "data")], vec!["MAN060"]),
        ] {
            assert_eq!(codes(&texts), expected, "{texts:?}");
        }
    }

    #[test]
    fn manifests_that_concern_us_are_recognised() {
        for (text, expected) in [
            (GOOD, true),
            (SECRET, true),
            ("kind: AddonConfiguration\n", true),
            ("kind: List\nitems: [{kind: Secret}]\n", true),
            ("apiVersion: addons.kyma-project.io/v1alpha1\nspec: [\n", true),
            ("kind: AddonsConfiguration\nspec: [\n", true),
            ("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n", true),
            ("kind: Deployment\n", false),
            ("apiVersion: v1\nentries: {kind: [{name: kind}]}\n", false),
            ("apiVersion: v1\nentries: [kind\n", false),
            ("", false),
        ] {
            assert_eq!(is_manifest(text), expected, "{text}");
        }
    }

    #[test]
    fn of_two_objects_of_one_name_the_last_one_counts() {
        let other = GOOD.replace("i.yaml", "j.yaml");
        let text = Text { file: "f".to_owned(), text: format!("{GOOD}---\n{other}") };
        let found = read(&[text]);
        let urls: Vec<&str> = found
            .configurations
            .iter()
            .flat_map(|one| one.repositories.iter().map(|one| one.url.as_str()))
            .collect();
        assert_eq!(urls, ["https://h.example/j.yaml"]);
    }
}
