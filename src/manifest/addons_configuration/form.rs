//! Forms of URLs that look right and lead elsewhere.
//!
//! May import: `manifest::broker_url`, `model`.

use crate::manifest::broker_url::{Transport, forced};
use crate::model::Rule;
use crate::model::rule::manifest::{MAN037, MAN038, MAN039, MAN051, MAN052, MAN070};

/// What is wrong with the form of a URL: rule and message. The first one is the reason for all others.
pub(super) fn fault(url: &str, transport: &Transport) -> Option<(&'static Rule, String)> {
    let body = url.split('?').next().unwrap_or_default();
    if is_page(body, transport) {
        let message = "this is the address of a page for people, copied from a browser";
        return Some((&MAN039, message.to_owned()));
    }
    if has_ssh_colon(body) {
        let message = "after ssh:// a colon begins a port; Helm Broker finds no number there";
        return Some((&MAN051, message.to_owned()));
    }
    if leaves(body) {
        return Some((
            &MAN052,
            "the path of the index file leads out of the repository".to_owned(),
        ));
    }
    if *transport == Transport::S3 {
        return bucket_fault(body).map(|message| (&MAN070, message.to_owned()));
    }
    None
}

/// What short forms hide: rule and message.
pub(super) fn short_form(url: &str) -> Option<(&'static Rule, String)> {
    let body = url.split('?').next().unwrap_or_default();
    if body.starts_with("bitbucket.org/") {
        let message = "Helm Broker asks api.bitbucket.org what kind of repository this is";
        return Some((&MAN038, message.to_owned()));
    }
    let (repository, _) = body.strip_prefix("gitlab.com/")?.split_once("//")?;
    let parts: Vec<&str> = repository.split('/').filter(|part| !part.is_empty()).collect();
    let [group, project, _, ..] = parts.as_slice() else { return None };
    Some((&MAN037, format!("Helm Broker takes {group}/{project} for the repository")))
}

/// Segments of a URL from its host on.
fn segments(body: &str) -> Vec<&str> {
    let rest = forced(body).map_or(body, |(_, rest)| rest);
    let rest = rest.split_once("://").map_or(rest, |(_, rest)| rest);
    rest.split('/').filter(|part| !part.is_empty()).collect()
}

/// Whether it is a page of a code host: `tree`, `blob` and the like after the repository's name.
fn is_page(body: &str, transport: &Transport) -> bool {
    let segments = segments(body);
    let host = segments.first().map(|host| host.rsplit('@').next().unwrap_or_default());
    let marks: &[&str] = match host {
        Some("github.com") if *transport == Transport::Git => &["tree", "blob", "raw"],
        Some("github.com") => &["tree", "blob"],
        Some("gitlab.com") if *transport == Transport::Git => &["tree", "blob", "raw", "-"],
        Some("gitlab.com") => {
            let is_page = |pair: &[&str]| pair[0] == "-" && ["tree", "blob"].contains(&pair[1]);
            return segments.windows(2).any(is_page);
        }
        Some("bitbucket.org") => &["src", "browse"],
        _ => return false,
    };
    segments.get(3).is_some_and(|mark| marks.contains(mark)) && segments.len() > 4
}

/// `ssh://git@host:org/repo`: the colon of the form without a scheme.
fn has_ssh_colon(body: &str) -> bool {
    let Some((_, rest)) = body.split_once("ssh://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let port = authority.rsplit('@').next().and_then(|host| host.split_once(':'));
    port.is_some_and(|(_, port)| {
        !port.contains('{') && !port.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn leaves(body: &str) -> bool {
    segments(body).iter().skip(1).any(|part| *part == ".." || part.eq_ignore_ascii_case("%2e%2e"))
}

/// Why go-getter finds no bucket and path in the URL of a store of Amazon.
fn bucket_fault(body: &str) -> Option<&'static str> {
    let segments = segments(body);
    let host = segments.first()?.split('@').next_back()?.split(':').next()?;
    let parts: Vec<&str> = host.strip_suffix(".amazonaws.com")?.split('.').collect();
    match parts.as_slice() {
        [_] if segments.len() < 3 => {
            Some("there is no path behind the bucket: Helm Broker crashes")
        }
        ["s3", _] => Some("s3.REGION is misread: Helm Broker takes s3 for the name of the bucket"),
        [_, second] if second.starts_with("s3") => None,
        [_] | [_, "s3", _] => None,
        _ => Some("the host is of no form that go-getter knows"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::broker_url::transport;

    #[test]
    fn forms_that_lead_elsewhere_are_seen() {
        for (url, expected) in [
            ("github.com/o/r//addons/index.yaml", None),
            ("github.com/o/r/addons/index.yaml", None),
            ("github.com/o/r/tree/main/addons/index.yaml", Some("MAN039")),
            ("git::https://github.com/o/r.git//blob/main/index.yaml", Some("MAN039")),
            ("https://github.com/o/r/blob/main/index.yaml", Some("MAN039")),
            ("https://github.com/o/r/raw/main/index.yaml", None),
            ("https://github.com/o/r/releases/download/1/index.yaml", None),
            ("https://gitlab.com/g/s/p/-/blob/main/index.yaml", Some("MAN039")),
            ("https://gitlab.com/g/s/p/-/raw/main/index.yaml", None),
            ("bitbucket.org/o/r/src/main/index.yaml", Some("MAN039")),
            ("git::ssh://git@h.example:o/r.git//index.yaml", Some("MAN051")),
            ("git::ssh://git@h.example:22/o/r.git//index.yaml", None),
            ("git::ssh://git@h.example:{port}/o/r.git//index.yaml", None),
            ("github.com/o/r//../index.yaml", Some("MAN052")),
            ("github.com/o/r//a..b/index.yaml", None),
            ("s3::https://s3.amazonaws.com/bucket//index.yaml", None),
            ("s3::https://s3.amazonaws.com/bucket", Some("MAN070")),
            ("s3::https://s3.eu-west-1.amazonaws.com/bucket//index.yaml", Some("MAN070")),
            ("s3::https://s3-eu-west-1.amazonaws.com/bucket//index.yaml", None),
            ("bucket.s3.amazonaws.com/addons//index.yaml", None),
            ("bucket.s3.eu-west-1.amazonaws.com/addons//index.yaml", None),
            ("s3::https://store.example.org/bucket//index.yaml", None),
        ] {
            let found = fault(url, &transport(url)).map(|(rule, _)| rule.code);
            assert_eq!(found, expected, "{url}");
        }
    }

    #[test]
    fn short_forms_that_hide_something_are_seen() {
        for (url, expected) in [
            ("gitlab.com/g/p//index.yaml", None),
            ("gitlab.com/g/p/addons/index.yaml", None),
            ("gitlab.com/g/s/p//index.yaml", Some("MAN037")),
            ("bitbucket.org/o/r//index.yaml", Some("MAN038")),
            ("github.com/o/r//index.yaml", None),
        ] {
            assert_eq!(short_form(url).map(|(rule, _)| rule.code), expected, "{url}");
        }
    }
}
