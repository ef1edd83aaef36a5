//! What of a text of manifests may be shown in excerpts: nothing of Secrets, and no credentials of URLs.
//!
//! May import: `manifest::{addons_configuration, broker_url, document}`.

use std::collections::BTreeSet;

use super::addons_configuration::Scope;
use super::broker_url::literal_secrets;
use super::document;

/// More credentials than that stand in no honest manifest.
const MOST_SECRETS: usize = 200;

/// The text with as many lines, of which those of other objects than addons configurations are empty; credentials
/// that stand in URLs are starred, letter by letter, so that columns stay.
///
/// ```
/// let text = "kind: Secret\ndata: {a: aHVudGVyMg==}\n---\nkind: AddonsConfiguration\n\
///             spec: {repositories: [{url: \"https://me:pw@h.example/i.yaml\"}]}\n";
/// let lines = chartroom::manifest::quotable(text);
/// assert!(lines.starts_with("\n\n---\nkind: AddonsConfiguration"));
/// assert!(lines.contains("https://me:**@h.example/i.yaml"));
/// ```
#[must_use]
pub fn quotable(text: &str) -> String {
    let mut lines = vec![String::new(); text.lines().count()];
    for (before, document) in document::numbered(text) {
        if !is_open(document) {
            continue;
        }
        let before = usize::try_from(before).unwrap_or(usize::MAX);
        for (line, written) in lines.iter_mut().skip(before).zip(starred(document).lines()) {
            written.clone_into(line);
        }
    }
    let mut quotable = lines.join("\n");
    quotable.push('\n');
    quotable
}

/// Whether a document describes addons configurations and nothing else, as far as it can be read.
fn is_open(text: &str) -> bool {
    let found = document::read("", text);
    let is_ours = |kind: &str| Scope::ALL.iter().any(|scope| scope.kind() == kind);
    if found.unread.is_empty() {
        return found.objects.iter().all(|object| is_ours(&object.kind));
    }
    let lower = text.to_ascii_lowercase();
    let names_secret = lower.lines().any(|line| line.contains("kind") && line.contains("secret"));
    lower.contains("addonsconfiguration") && !names_secret && !lower.contains("stringdata")
}

/// The text with stars in place of credentials; nothing of a text with more of them than anybody writes.
fn starred(text: &str) -> String {
    let is_end = |character: char| character.is_whitespace() || matches!(character, '"' | '\'');
    let words = text.split(is_end).filter(|word| word.contains("://") || word.contains('?'));
    let secrets: BTreeSet<&str> = words.chain(urls(text)).flat_map(literal_secrets).collect();
    if secrets.len() > MOST_SECRETS {
        return String::new();
    }
    // Longer ones first: one may be a part of another.
    let mut secrets: Vec<&str> = secrets.into_iter().collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    let star =
        |text: String, secret: &str| text.replace(secret, &"*".repeat(secret.chars().count()));
    secrets.into_iter().fold(text.to_owned(), star)
}

/// What stands behind `url:` on its line, for URLs with blanks in them.
fn urls(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.split_once("url").map(|(_, url)| url.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: &str = "kind: AddonsConfiguration\nmetadata: {name: mine}\n";

    #[test]
    fn only_configurations_are_quoted() {
        for (text, expected) in [
            (OPEN.to_owned(), OPEN.to_owned()),
            (format!("{OPEN}spec: [\n"), format!("{OPEN}spec: [\n")),
            (format!("kind: Secret\ndata: {{a: aa}}\n---\n{OPEN}"), format!("\n\n---\n{OPEN}")),
            ("kind: Secret\nstringData: [\n".to_owned(), "\n\n".to_owned()),
            ("kind: AddonsConfiguration\nkind: Secret\n".to_owned(), "\n\n".to_owned()),
            ("kind: Deployment\n".to_owned(), "\n".to_owned()),
        ] {
            assert_eq!(quotable(&text), expected);
        }
    }

    #[test]
    fn no_credentials_of_urls_are_quoted() {
        for url in [
            "https://me:hunter2@h.example/i.yaml",
            "https://h.example/i.yaml?token=hunter2",
            "'https://me:hunter2 hunter2@h.example/i.yaml'",
            "git::ssh://git@h.example/r//i.yaml?sshkey=hunter2&ref=a",
        ] {
            let text = format!("{OPEN}spec:\n  repositories:\n  - url: {url}\n");
            let quotable = quotable(&text);
            assert!(!quotable.contains("hunter2"), "{quotable}");
            assert_eq!(quotable.chars().count(), text.chars().count());
        }
    }
}
