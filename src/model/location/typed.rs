//! What people paste around a URL, and how they mistype its beginning.
//!
//! May import: `model::location::{error, mask, text}`.

use super::error::LocationError;
use super::mask::shareable;
use super::text::after;

/// Programs whose command lines are pasted as a whole.
const PROGRAMS: &[&str] = &["helm", "git", "aws", "kubectl", "curl", "wget", "s3cmd", "mc", "hg"];

/// Beginnings that are meant otherwise.
const TYPOS: &[(&str, &str)] = &[
    ("http://http://", "http://"),
    ("http://https://", "https://"),
    ("https://http://", "http://"),
    ("https://https://", "https://"),
    ("https//", "https://"),
    ("http//", "http://"),
    ("https;//", "https://"),
    ("http;//", "http://"),
    ("https:\\\\", "https://"),
    ("http:\\\\", "http://"),
    ("htps://", "https://"),
    ("hhtps://", "https://"),
    ("htpps://", "https://"),
    ("htttps://", "https://"),
    ("httpss://", "https://"),
    ("ttps://", "https://"),
    ("htp://", "http://"),
    ("hhtp://", "http://"),
    ("htttp://", "http://"),
    ("ttp://", "http://"),
    ("git:http", "git::http"),
    ("git:ssh://", "git::ssh://"),
    ("git:git@", "git::git@"),
    ("s3:http", "s3::http"),
    ("git:///", "git::/"),
];

/// The text without blanks and quotes around it.
///
/// # Errors
/// When it is more than a URL, or begins with a slip of the finger; with what is meant.
pub(super) fn cleaned(text: &str) -> Result<&str, LocationError> {
    let text = text.trim();
    let pairs = [('"', '"'), ('\'', '\''), ('<', '>'), ('`', '`')];
    let inner =
        pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    let text = inner.unwrap_or(text).trim();
    if text.is_empty() {
        return Err(LocationError::new("a URL or a path is needed"));
    }
    match invisible(text).or_else(|| command(text)).or_else(|| line(text)).or_else(|| blanks(text))
    {
        Some(error) => Err(error),
        None => slip(text).map_or(Ok(text), Err),
    }
}

fn meant(message: impl Into<String>, text: &str) -> LocationError {
    let mut error = LocationError::new(message);
    error.suggestion = shareable(text);
    error
}

/// Characters that web pages and chats leave in a copy, and nobody sees.
fn invisible(text: &str) -> Option<LocationError> {
    let hidden = |c: &char| matches!(*c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let at = text.chars().position(|c| hidden(&c))?;
    let rest: String = text.chars().filter(|c| !hidden(c)).collect();
    Some(meant(format!("there is an invisible character at column {}", at + 1), &rest))
}

/// `helm repo add name URL` and the like.
fn command(text: &str) -> Option<LocationError> {
    let mut words = text.strip_prefix("$ ").unwrap_or(text).split_whitespace();
    let program = words.next().filter(|word| PROGRAMS.contains(word))?;
    let is_url = |word: &&str| word.contains("://") || word.starts_with("git@");
    let url = words.find(is_url)?.trim_matches(['"', '\'']);
    Some(meant(format!("this is a whole {program} command: only its URL is needed"), url))
}

/// A line of a YAML file.
fn line(text: &str) -> Option<LocationError> {
    let rest = text.strip_prefix("- ").unwrap_or(text);
    let url = ["url:", "repository:", "repo:", "repoURL:", "name:"]
        .iter()
        .find_map(|key| rest.strip_prefix(key))
        .filter(|rest| rest.starts_with(' '))?;
    let url = url.trim().trim_matches(['"', '\'']);
    Some(meant("this is a line of a manifest: only its URL is needed", url))
}

/// Blanks in a URL, and the line breaks of one that was wrapped. Paths may have them.
fn blanks(text: &str) -> Option<LocationError> {
    let is_url = text.contains("://") && after(text, "file:").is_none() && !text.contains("file:/");
    if !is_url || text.contains('{') || !text.contains(char::is_whitespace) {
        return None;
    }
    let joined: String = text.lines().map(str::trim).collect();
    let joined = joined.replace(' ', "%20");
    Some(meant("a URL cannot hold blanks: write %20 for each", &joined))
}

fn slip(text: &str) -> Option<LocationError> {
    let find =
        |(wrong, right): &(&str, &str)| after(text, wrong).map(|rest| format!("{right}{rest}"));
    if let Some(right) = TYPOS.iter().find_map(find) {
        return Some(meant("the beginning of the URL is mistyped", &right));
    }
    for scheme in ["https:", "http:"] {
        let one = after(text, scheme).filter(|rest| !rest.starts_with("//"));
        if let Some(rest) = one {
            let right = format!("{scheme}//{}", rest.trim_start_matches('/'));
            return Some(meant(format!("two slashes belong behind {scheme}"), &right));
        }
    }
    None
}
