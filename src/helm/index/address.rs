//! Package URLs and digests of an index, as far as their texts can be judged.
//!
//! May import: nothing of the crate.

/// What is wrong with a URL.
pub(super) enum AddressFault {
    /// Nothing can be fetched from it.
    Invalid(&'static str),
    /// It works, without encryption.
    Insecure,
}

/// Judges an absolute URL or a reference relative to the index, as Go's URL parser would.
pub(super) fn fault(url: &str) -> Option<AddressFault> {
    if url.is_empty() {
        return Some(AddressFault::Invalid("it is empty"));
    }
    if url.chars().any(char::is_control) {
        return Some(AddressFault::Invalid("it holds a control character"));
    }
    if url.trim() != url {
        return Some(AddressFault::Invalid("a blank stands before or after it"));
    }
    if url.contains('\\') {
        return Some(AddressFault::Invalid("it holds a backslash"));
    }
    if !has_good_escapes(url) {
        return Some(AddressFault::Invalid("a % is not followed by two hex digits"));
    }
    match scheme(url) {
        None if url.split('/').next().is_some_and(|first| first.contains(':')) => {
            Some(AddressFault::Invalid("its first part holds a colon and is no scheme"))
        }
        None => None,
        Some((scheme, rest)) => absolute(scheme, rest),
    }
}

fn absolute(scheme: &str, rest: &str) -> Option<AddressFault> {
    let host = rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or(""));
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    match host {
        None | Some("") if is_web => Some(AddressFault::Invalid("it has no host")),
        Some(host) if host.contains(' ') => Some(AddressFault::Invalid("its host holds a blank")),
        _ if scheme.eq_ignore_ascii_case("file") => {
            Some(AddressFault::Invalid("file: leads to the disk of whoever reads the index"))
        }
        _ if scheme.eq_ignore_ascii_case("http") => Some(AddressFault::Insecure),
        _ => None,
    }
}

fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let mut bytes = scheme.bytes();
    let starts = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let goes_on =
        bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    (starts && goes_on).then_some((scheme, rest))
}

fn has_good_escapes(url: &str) -> bool {
    url.split('%').skip(1).all(|after| {
        let mut hex = after.bytes().take(2);
        hex.by_ref().filter(u8::is_ascii_hexdigit).count() == 2
    })
}

/// How a digest is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DigestForm {
    Bare,
    Prefixed,
    Junk,
}

/// Tells how a digest is written; junk is what does not decode to 32 bytes.
pub(super) fn digest_form(digest: &str) -> DigestForm {
    let (form, hex) = match digest.split_once(':') {
        Some(("sha256", hex)) => (DigestForm::Prefixed, hex),
        Some(_) => return DigestForm::Junk,
        None => (DigestForm::Bare, digest),
    };
    let is_hex = hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex { form } else { DigestForm::Junk }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_judged_as_go_would() {
        for (url, expected) in [
            ("charts/redis-1.0.0.tgz", "ok"),
            ("https://example.org/a%20b.tgz", "ok"),
            ("/a.tgz", "ok"),
            ("//other/a.tgz", "ok"),
            ("oci://r.example.org/a:1", "ok"),
            ("s3://bucket/a.tgz", "ok"),
            ("http://example.org/a.tgz", "insecure"),
            ("", "invalid"),
            ("https:///a.tgz", "invalid"),
            ("https://exa mple.org/a", "invalid"),
            ("charts\\a.tgz", "invalid"),
            ("a%zz.tgz", "invalid"),
            ("a%2", "invalid"),
            (" a.tgz", "invalid"),
            ("a\nb", "invalid"),
            ("1a:b/c", "invalid"),
            ("file:///etc/a.tgz", "invalid"),
        ] {
            let found = match fault(url) {
                None => "ok",
                Some(AddressFault::Insecure) => "insecure",
                Some(AddressFault::Invalid(_)) => "invalid",
            };
            assert_eq!(found, expected, "{url:?}");
        }
    }

    #[test]
    fn digests_are_told_by_their_form() {
        let hex = "ab".repeat(32);
        assert_eq!(digest_form(&hex), DigestForm::Bare);
        assert_eq!(digest_form(&format!("sha256:{hex}")), DigestForm::Prefixed);
        for junk in ["12345", "md5:abc", &hex[1..], &"zz".repeat(32), &format!("sha512:{hex}")] {
            assert_eq!(digest_form(junk), DigestForm::Junk, "{junk}");
        }
    }
}
