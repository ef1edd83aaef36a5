//! The URL of a repository as Helm Broker, the Kyma console and chartroom take it.
//!
//! May import: `manifest::addons_configuration::{form, options}`, `manifest::broker_url`, `model`.

use super::{form, options};
use crate::manifest::broker_url::{
    Transport, cuts_ref, ends_in_index, hides_plain, literal_credentials, names_index, transport,
};
use crate::model::rule::manifest::{
    MAN023, MAN025, MAN026, MAN027, MAN028, MAN029, MAN030, MAN031, MAN033, MAN034, MAN036, MAN043,
};
use crate::model::{Findings, Location, Span};

/// What the console lets a URL begin with.
const CONSOLE: [&str; 6] = ["https://", "hg::", "git::", "s3::", "github.com/", "bitbucket.org/"];

/// Judges a URL, all faults at once.
pub(super) fn judge(url: &str, span: Span, out: &mut Findings) {
    if url.is_empty() {
        out.add(&MAN023, span, "the url is empty");
        return;
    }
    if url.trim() != url {
        let message = "the url has blanks at its ends, so that Helm Broker takes it for a file";
        out.add(&MAN026, span, message).fix = Some(format!("Write {}", shown(url.trim())));
    }
    let url = url.trim();
    let transport = transport(url);
    judge_transport(url, &transport, span, out);
    judge_reading(url, &transport, span, out);
    judge_path(url, &transport, span, out);
    options::judge(url, &transport, span, out);
    judge_credentials(url, span, out);
    judge_braces(url, span, out);
}

fn shown(url: &str) -> String {
    crate::manifest::broker_url::shown(url)
}

fn judge_transport(url: &str, transport: &Transport, span: Span, out: &mut Findings) {
    match transport {
        Transport::Refused(scheme) => {
            let message = format!("Helm Broker answers: not supported scheme '{scheme}'");
            let found = out.add(&MAN026, span, message);
            found.fix = Location::parse(url)
                .err()
                .and_then(|error| error.suggestion)
                .map(|text| format!("Write {}", shown(&text)));
        }
        Transport::Http => {
            out.add(&MAN027, span, "plain http: Helm Broker takes it in its develop mode only");
        }
        _ if hides_plain(url) => {
            out.add(&MAN028, span, "the content comes without encryption, or from a local file");
        }
        _ => {}
    }
    let is_taken = !matches!(transport, Transport::Refused(_) | Transport::Http | Transport::Open);
    if is_taken && !CONSOLE.iter().any(|prefix| url.starts_with(prefix)) {
        out.add(&MAN031, span, "Helm Broker takes this form, the Kyma console does not");
    }
}

/// Whether chartroom understands it.
fn judge_reading(url: &str, transport: &Transport, span: Span, out: &mut Findings) {
    // Helm Broker's own refusal says enough.
    if matches!(transport, Transport::Refused(_)) {
        return;
    }
    let error = Location::parse(url).err();
    let rule = if *transport == Transport::Mercurial { &MAN036 } else { &MAN025 };
    let is_told = options::tells(url, transport);
    let words = error.as_ref().filter(|_| !is_told);
    let words = words.map(|error| (rule, error.message.clone()));
    if let Some((rule, message)) = form::fault(url, transport).or(words) {
        let suggestion = error.and_then(|error| error.suggestion);
        out.add(rule, span, message).fix = suggestion.map(|text| format!("Write {}", shown(&text)));
    }
    if let Some((rule, message)) = form::short_form(url) {
        out.add(rule, span, message);
    }
}

fn judge_path(url: &str, transport: &Transport, span: Span, out: &mut Findings) {
    match transport {
        Transport::Git | Transport::Mercurial | Transport::S3
            if !names_index(url) && !ends_in_placeholder(url) =>
        {
            out.add(&MAN029, span, "the path of the index file is missing");
        }
        Transport::Refused(_) | Transport::Open => {}
        _ if !ends_in_index(url) => {
            out.add(&MAN030, span, "the url does not end in the name of an index file");
        }
        _ => {}
    }
    if cuts_ref(url) {
        out.add(&MAN033, span, "Helm Broker cuts the ref at its slash");
    }
}

fn ends_in_placeholder(url: &str) -> bool {
    url.split('?').next().is_some_and(|url| url.ends_with('}'))
}

fn judge_credentials(url: &str, span: Span, out: &mut Findings) {
    let literal = literal_credentials(url);
    if !literal.is_empty() {
        out.add(&MAN034, span, format!("the url holds {}", literal.join(", ")));
    }
}

/// Braces that stand alone, and placeholders without a key.
fn judge_braces(url: &str, span: Span, out: &mut Findings) {
    let mut rest = url;
    while let Some(at) = rest.find(['{', '}']) {
        let tail = rest.get(at..).unwrap_or_default();
        let key = tail.strip_prefix('{').and_then(|tail| tail.split_once('}'));
        match key {
            Some((key, after)) if !key.is_empty() && !key.contains('{') => rest = after,
            _ => {
                let what =
                    if tail.starts_with("{}") { "{} names no key" } else { "a single brace" };
                out.add(&MAN043, span, format!("{what} in the url"));
                return;
            }
        }
    }
}
