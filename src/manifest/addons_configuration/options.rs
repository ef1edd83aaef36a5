//! The query of a repository's URL, as Helm Broker's transports take it.
//!
//! May import: `manifest::{broker_url, ssh_key}`, `model`.

use crate::manifest::broker_url::{Transport, forced, options};
use crate::manifest::ssh_key;
use crate::model::location::decoded;
use crate::model::rule::manifest::{
    MAN032, MAN035, MAN053, MAN054, MAN055, MAN056, MAN057, MAN058, MAN059, MAN071, MAN072,
};
use crate::model::spelling::nearest;
use crate::model::text::short_name;
use crate::model::{Findings, Span};

/// Options of go-getter that Helm Broker does not hand to it.
const WITHOUT_EFFECT: [&str; 3] = ["archive", "checksum", "filename"];

const GIT: [&str; 3] = ["ref", "depth", "sshkey"];
const MERCURIAL: [&str; 1] = ["rev"];
const S3: [&str; 6] = [
    "aws_access_key_id",
    "aws_access_key_secret",
    "aws_access_token",
    "aws_profile",
    "region",
    "version",
];

/// Credentials of a bucket, of which each needs the other.
const PAIR: [&str; 2] = ["aws_access_key_id", "aws_access_key_secret"];

/// Names under which the content of a branch changes with every commit.
const BRANCHES: [&str; 2] = ["main", "master"];

/// Judges the options of a URL, all faults at once.
pub(super) fn judge(url: &str, transport: &Transport, span: Span, out: &mut Findings) {
    for (key, _) in options(url).filter(|(key, _)| WITHOUT_EFFECT.contains(key)) {
        out.add(&MAN032, span, format!("{key}= has no effect"));
    }
    match transport {
        Transport::Https | Transport::Http => judge_web(url, span, out),
        Transport::Git => {
            judge_names(url, &GIT, span, out);
            judge_git(url, span, out);
        }
        Transport::Mercurial => judge_names(url, &MERCURIAL, span, out),
        Transport::S3 => {
            judge_names(url, &S3, span, out);
            judge_pair(url, span, out);
        }
        Transport::Refused(_) | Transport::Open => {}
    }
}

fn judge_web(url: &str, span: Span, out: &mut Findings) {
    if options(url).any(|(key, _)| !WITHOUT_EFFECT.contains(&key)) {
        out.add(&MAN035, span, "the query reaches the index, not the addons");
    }
    if url.split_once('?').is_some_and(|(_, query)| query.contains('/')) {
        let message = "Helm Broker takes the slash in the query for the end of the folder";
        out.add(&MAN072, span, message).fix = Some("Write %2F for the slash".to_owned());
    }
}

fn judge_names(url: &str, known: &[&'static str], span: Span, out: &mut Findings) {
    let is_known = |key: &str| known.contains(&key) || WITHOUT_EFFECT.contains(&key);
    for (key, _) in options(url).filter(|(key, _)| !is_known(key)) {
        let message = format!("Helm Broker does not know the option {}", short_name(key));
        let meant = nearest(key, known);
        out.add(&MAN053, span, message).fix = meant.map(|name| format!("Write {name}="));
    }
}

/// The value of an option that is no placeholder.
fn literal(url: &str, wanted: &str) -> Option<String> {
    let found = options(url).find(|(key, _)| *key == wanted);
    found.map(|(_, value)| decoded(value)).filter(|value| !value.contains('{'))
}

fn has(url: &str, wanted: &str) -> bool {
    options(url).any(|(key, value)| key == wanted && !value.is_empty())
}

fn judge_git(url: &str, span: Span, out: &mut Findings) {
    let reference = literal(url, "ref").filter(|text| !text.is_empty());
    let is_bad = |text: &String| text.starts_with('-') || text.contains(char::is_control);
    if reference.as_ref().is_some_and(is_bad) {
        out.add(&MAN055, span, "the ref begins with a dash, or holds a control character");
    }
    if let Some(fault) = key_fault(url) {
        out.add(&MAN054, span, format!("sshkey= {fault}"));
    }
    let is_moving = match &reference {
        Some(reference) => BRANCHES.contains(&reference.as_str()),
        None => !has(url, "ref"),
    };
    if is_moving {
        let what = reference.as_deref().unwrap_or("the default branch");
        out.add(&MAN059, span, format!("the content is that of {what}, whatever it is then"));
    }
    judge_depth(url, reference.as_deref(), span, out);
}

/// What is wrong with a key that stands in the URL as it is.
fn key_fault(url: &str) -> Option<&'static str> {
    let key = options(url).find(|(key, value)| *key == "sshkey" && !value.contains('{'));
    // As Go reads a query: a plus sign is a blank.
    let key = key.map(|(_, value)| decoded(&value.replace('+', " ")))?;
    if key.is_empty() { None } else { ssh_key::fault(&key) }
}

/// Whether an option is told, so that chartroom's own complaint would say it twice.
pub(super) fn tells(url: &str, transport: &Transport) -> bool {
    let is_bad_depth = || literal(url, "depth").is_some_and(|depth| !is_depth(&depth));
    match transport {
        Transport::Git => is_bad_depth() || key_fault(url).is_some(),
        Transport::S3 => has(url, PAIR[0]) != has(url, PAIR[1]),
        _ => false,
    }
}

fn is_depth(text: &str) -> bool {
    text.parse::<u32>().is_ok_and(|depth| depth > 0)
}

fn judge_depth(url: &str, reference: Option<&str>, span: Span, out: &mut Findings) {
    let Some(depth) = literal(url, "depth") else { return };
    if !is_depth(&depth) {
        let message = format!("depth is \"{}\", not a whole number above 0", short_name(&depth));
        out.add(&MAN056, span, message);
        return;
    }
    let is_commit = |text: &str| {
        (7..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    if reference.is_some_and(is_commit) {
        out.add(&MAN057, span, "with depth, ref must name a branch or a tag, not a commit");
    }
    let is_ssh = url.starts_with("git@")
        || forced(url)
            .is_some_and(|(_, rest)| rest.starts_with("ssh://") || rest.starts_with("git@"));
    if is_ssh && !has(url, "ref") {
        out.add(&MAN058, span, "with depth and without ref the default branch must be master");
    }
}

fn judge_pair(url: &str, span: Span, out: &mut Findings) {
    let [id, secret] = PAIR;
    for (given, missing) in [(id, secret), (secret, id)] {
        if has(url, given) && !has(url, missing) {
            out.add(&MAN071, span, format!("{given} is given, {missing} is not"));
        }
    }
}
