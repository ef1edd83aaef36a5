//! References to container images.
//!
//! Grammar: `distribution/reference`.
//! May import: nothing of the crate.

/// The longest name, host and path together.
const LONGEST: usize = 255;
const TAG: usize = 128;

/// Whether a text names an image, or why it does not.
pub(super) fn check(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("it is empty");
    }
    if text.contains("{{") {
        return Err("template expressions are not filled in here");
    }
    if text.contains("://") {
        return Err("it begins like a URL");
    }
    let (name, digest) = text.split_once('@').map_or((text, None), |(a, b)| (a, Some(b)));
    if digest.is_some_and(|digest| !is_digest(digest)) {
        return Err("what follows the @ is no digest");
    }
    let after_host = name.rfind('/').map_or(0, |at| at + 1);
    let colon = name.get(after_host..).and_then(|last| last.rfind(':')).map(|at| at + after_host);
    let (name, tag) = match colon {
        Some(at) => (name.get(..at).unwrap_or_default(), name.get(at + 1..)),
        None => (name, None),
    };
    if tag.is_some_and(|tag| !is_tag(tag)) {
        return Err("what follows the colon is no tag");
    }
    if name.is_empty() || name.len() > LONGEST {
        return Err("it has no name, or one that is too long");
    }
    let (first, rest) = name.split_once('/').map_or((None, name), |(a, b)| (Some(a), b));
    let is_host = |part: &str| {
        part.contains(['.', ':']) || part == "localhost" || part.chars().any(char::is_uppercase)
    };
    let path = match first {
        Some(host) if is_host(host) => {
            if !is_domain(host) {
                return Err("its registry is no host");
            }
            rest
        }
        _ => name,
    };
    if path.chars().any(char::is_uppercase) {
        return Err("names of images are written in lower case");
    }
    if !path.split('/').all(is_component) {
        return Err("its name holds what names of images may not hold");
    }
    Ok(())
}

fn is_component(part: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    let at_edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    at_edge(part.chars().next())
        && at_edge(part.chars().last())
        && part.chars().all(allowed)
        && !["..", "___", "._", "_.", ".-", "-.", "_-", "-_"].iter().any(|bad| part.contains(bad))
}

fn is_domain(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !host.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_address = name.starts_with('[') && name.ends_with(']');
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    port.is_none_or(|port| !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()))
        && (is_address || name.split('.').all(is_label))
}

fn is_tag(tag: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    tag.len() <= TAG
        && tag.chars().next().is_some_and(is_word)
        && tag.chars().all(|c| is_word(c) || c == '.' || c == '-')
}

fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    algorithm.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && hex.len() >= 32
        && hex.chars().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_told_from_what_only_looks_like_one() {
        let digest = format!("redis@sha256:{}", "a".repeat(64));
        let good = [
            "redis",
            "redis:7.2-alpine",
            "library/redis",
            "docker.io/bitnami/redis:7.2.4-debian-12-r9",
            "localhost:5000/a__b/c-d:latest",
            "[::1]:5000/a",
            "Registry.example.org/a",
            digest.as_str(),
        ];
        for text in good {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        for text in [
            "",
            "Redis",
            "https://docker.io/redis",
            "redis:",
            "redis:a b",
            "redis@sha256:abc",
            "{{ .Values.image }}",
            "a//b",
            "-a",
            "ex_ample.org:x/a",
            "redis:latest:1",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
