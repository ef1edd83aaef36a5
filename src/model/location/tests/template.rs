//! URLs with placeholders: how they are understood, and filled.

use std::collections::BTreeMap;

use super::super::{Explanation, FillError, Location};
use super::Case;
use crate::model::Secret;

pub(super) const TEXTS: &[Case] = &[
    ("https://{host}/{project}/index.yaml", "https://{host}/{project}/index.yaml"),
    ("https://{user}:{password}@h.org/x", "https://{user}:{password}@h.org/x"),
    ("https://me:{password}@h.org/x", "https://me:{password}@h.org/x"),
    ("https://h.org:{port}/x", "https://h.org:{port}/x"),
    ("https://h.org/x?{sas}", "https://h.org/x?{sas}"),
    ("git::https://h.org/{project}.git//i.yaml", "git::https://h.org/{project}.git//i.yaml"),
    (
        "git::ssh://git@{host}/{project}.git//a/i.yaml?ref={ref}&sshkey={key}",
        "git::ssh://git@{host}/{project}.git//a/i.yaml?ref={ref}&sshkey={key}",
    ),
    ("git@{host}:{project}.git//i.yaml", "git@{host}:{project}.git//i.yaml"),
    ("git::https://h.org/r//i.yaml?depth={depth}", "git::https://h.org/r//i.yaml?depth={depth}"),
    ("github.com/{project}//index.yaml", "github.com/{project}//index.yaml"),
    ("github.com/{owner}/{name}//index.yaml", "github.com/{owner}/{name}//index.yaml"),
    ("gitlab.com/{project}//index.yaml", "gitlab.com/{project}//index.yaml"),
    ("s3://{bucket}/charts", "s3://{bucket}/charts"),
    ("s3://s3.{zone}.qingstor.com/{bucket}/", "s3://s3.{zone}.qingstor.com/{bucket}/"),
    (
        "s3::https://s3.amazonaws.com/bucket?aws_access_key_id={id}&aws_access_key_secret={secret}",
        "s3::https://s3.amazonaws.com/bucket?aws_access_key_id={id}&aws_access_key_secret={secret}",
    ),
    ("s3://bucket?addressing={style}", "s3://bucket?addressing={style}"),
    ("{base}/index.yaml", "{base}/index.yaml"),
    ("{base}", "{base}"),
    ("git::{base}//addons/index.yaml", "git::{base}//addons/index.yaml"),
    ("/srv/{literal}", "/srv/{literal}/index.yaml"),
    // What is secret and no placeholder goes.
    ("https://me:pw@{host}/x", "https://{host}/x"),
    ("git::ssh://git:pw@{host}/r//i.yaml", "git::ssh://git@{host}/r//i.yaml"),
    (
        "s3://{bucket}?aws_access_key_id=a&region=r-1&aws_access_key_secret=b",
        "s3://{bucket}?region=r-1",
    ),
    ("https://{user}:pw@h.org/x", "! "),
    ("https://me:pw{more}@h.org/x", "! "),
    ("git::https://{host}/r//i.yaml?sshkey=QUJD", "! "),
    ("git::https://h.org/r//i.yaml?sshkey=QUJD{rest}", "! "),
    // What cannot be.
    ("{scheme}://h.org/x", "! "),
    ("http{s}://h.org/x", "! "),
    ("https://h.org/{}", "! "),
    ("https://h.org/{a", "! "),
    ("https://h.org/a}", "! "),
    ("https://h.org/{ a }", "! "),
    ("https://h.org/{a b}", "! "),
    ("oci://{host}/charts", "! "),
    ("hg::{base}", "! "),
    ("git::https://h.org/r//../{a}", "! "),
    ("https://h.org/{name}-1.0.0.tgz", "! https://h.org/"),
    ("git::ssh://{host}", "! "),
    ("https://{host}/{project}.git", "! git::https://{host}/{project}.git//index.yaml"),
];

fn fill(text: &str, values: &[(&str, &str)]) -> Result<super::super::Parsed, FillError> {
    let Location::Template(template) = Location::parse(text).unwrap().location else {
        return Err(FillError::Missing(Vec::new()));
    };
    let value = |(key, value): &(&str, &str)| ((*key).to_owned(), Secret::from(*value));
    template.fill(&values.iter().map(value).collect::<BTreeMap<_, _>>())
}

#[test]
fn values_take_their_places_as_kymas_documentation_shows() {
    for (text, values, expected) in [
        (
            "https://{host}/{project}/addons/index.yaml",
            &[("host", "github.com"), ("project", "kyma-project/addons")] as &[_],
            "https://github.com/kyma-project/addons/addons/index.yaml",
        ),
        (
            "github.com/{project}//addons/index.yaml?ref={ref}",
            &[("project", "kyma-project/addons\n"), ("ref", "feature/x")],
            "git::https://github.com/kyma-project/addons.git//addons/index.yaml?ref=feature/x",
        ),
        (
            "git@{host}:{project}.git//i.yaml",
            &[("host", "h.org"), ("project", "o/r")],
            "git::ssh://git@h.org/o/r.git//i.yaml",
        ),
        ("https://{host}/x", &[("host", "h.org:8443")], "https://h.org:8443/x/index.yaml"),
        ("https://h.org:{port}/x", &[("port", "8443")], "https://h.org:8443/x/index.yaml"),
        (
            "https://h.org/{a}",
            &[("a", "my charts/{b}")],
            "https://h.org/my%20charts/%7Bb%7D/index.yaml",
        ),
        (
            "https://h.org/{a}/{b}",
            &[("a", "{b}"), ("b", "c")],
            "https://h.org/%7Bb%7D/c/index.yaml",
        ),
        ("{base}/x.yaml", &[("base", "https://h.org/a/")], "https://h.org/a/x.yaml"),
        (
            "{base}",
            &[("base", "github.com/o/r//i.yaml?ref=x")],
            "git::https://github.com/o/r.git//i.yaml?ref=x",
        ),
        ("git::{base}//i.yaml", &[("base", "ssh://git@h.org/r")], "git::ssh://git@h.org/r//i.yaml"),
        ("s3://{bucket}/c", &[("bucket", "charts")], "s3://charts/c/index.yaml"),
        (
            "s3://{place}/bucket/c",
            &[("place", "s3.pek3a.qingstor.com")],
            "s3::https://s3.pek3a.qingstor.com/bucket/c/index.yaml",
        ),
        (
            "https://h.org/i.yaml?{sas}",
            &[("sas", "?sv=1&sig=a%2Bb")],
            "https://h.org/i.yaml?sv=1&sig=a%2Bb",
        ),
        (
            "https://h.org/i.yaml?t={t}",
            &[("t", "a+b/c=&d")],
            "https://h.org/i.yaml?t=a%2Bb%2Fc%3D%26d",
        ),
    ] {
        let filled = fill(text, values).unwrap();
        assert_eq!(filled.location.canonical(), expected, "{text}");
    }
}

#[test]
fn a_filled_key_is_the_key_and_a_filled_password_the_password() {
    use base64::Engine as _;
    let key = "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2~~~>>>???\n-----END OPENSSH PRIVATE KEY-----\n";
    let encoded = base64::engine::general_purpose::STANDARD.encode(key);
    assert!(encoded.contains('+') && encoded.contains('/'), "the test needs both");
    let broken = format!("{}\n{}\n", &encoded[..20], &encoded[20..]);
    let text = "git::ssh://git@h.org/r//i.yaml?sshkey={key}&ref=x";
    for value in [encoded.as_str(), &broken, key] {
        let filled = fill(text, &[("key", value)]).unwrap();
        assert_eq!(filled.location.canonical(), "git::ssh://git@h.org/r//i.yaml?ref=x");
        assert_eq!(filled.credentials.unwrap().ssh_key.reveal(), key);
    }
    let values = [("user", "me@corp"), ("password", "p@ss w:rd/+?#\r\n")];
    for text in
        ["https://{user}:{password}@h.org/x", "git::https://{user}:{password}@h.org/x//i.yaml"]
    {
        let filled = fill(text, &values).unwrap();
        assert!(filled.warnings.iter().any(|warning| warning.contains("end of password")));
        let credentials = filled.credentials.unwrap();
        assert_eq!(credentials.username, "me@corp");
        assert_eq!(credentials.password.reveal(), "p@ss w:rd/+?#");
    }
}

#[test]
fn a_value_that_breaks_out_is_refused_by_its_key_alone() {
    for (text, value, words) in [
        ("https://{key}/x", "marked.org/evil", "the value of key has characters"),
        ("https://{key}/x", "marked@evil.org", "the value of key has characters"),
        ("https://{key}.h.org/x", "marked.org:80", "the value of key has a port"),
        ("https://h.org/{key}/x", "marked?x", "the value of key has ?, #"),
        ("https://h.org/{key}/x", "marked/../../etc", "the value of key has . or .."),
        ("git::https://h.org/{key}//i.yaml", "marked//evil", "the value of key has //"),
        ("{key}/x", "marked blank", "the value of key has blanks"),
        ("{key}", "marked", "the value of key is no URL"),
        ("{key}", "/marked/x", "the value of key is a path"),
        ("{key}", "marked://h.org/x", "the value of key is no URL of a repository: the scheme"),
        ("{key}", "https://marked.org/x.tgz", "the value of key is no URL"),
        ("{key}", "marked.org/x", "the value of key is no URL"),
        ("git::https://h.org/r//i.yaml?ref={key}", "-marked", "ref"),
        ("git::https://h.org/r//i.yaml?depth={key}", "marked", "depth"),
        ("git::ssh://git@h.org/r//i.yaml?sshkey={key}", "!marked!", "base64"),
        ("s3://bucket?region={key}", "marked region", "region"),
        ("s3://{key}", "s3.marked.amazonaws.com", "bucket"),
    ] {
        let Err(FillError::Odd(error)) = fill(text, &[("key", value)]) else {
            unreachable!("{text} took {value}");
        };
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("marked"), "{text}: {shown}");
        assert!(error.message.contains(words), "{text}: {shown}");
    }
}

#[test]
fn every_missing_key_and_every_odd_value_is_named_at_once() {
    let text = "https://{a}/{b}/{c}?t={a}";
    assert_eq!(
        fill(text, &[("b", "x")]),
        Err(FillError::Missing(vec!["a".to_owned(), "c".to_owned()]))
    );
    let Err(FillError::Odd(error)) = fill(text, &[("a", "x/y"), ("b", ".."), ("c", "ok")]) else {
        panic!("odd values were taken");
    };
    assert!(error.message.contains("value of a") && error.message.contains("value of b"));
}

#[test]
fn debug_of_what_was_filled_shows_the_template() {
    let filled = fill(
        "https://{host}/{path}?x={x}",
        &[("host", "marked.org"), ("path", "marked"), ("x", "marked")],
    );
    let shown = format!("{filled:?}");
    assert!(!shown.contains("marked") && shown.contains("{path}"), "{shown}");
}

#[test]
fn explanations_keep_the_placeholders_in_their_places() {
    let explained = Location::explain(
        "git::ssh://git@{host}:{port}/{project}.git//a/{file}.yaml?ref={ref}&depth={depth}&sshkey={key}",
    );
    let Explanation { scheme, host, port, repository, reference, depth, index_path, error, .. } =
        &explained;
    assert_eq!(scheme.as_deref(), Some("git"));
    assert_eq!(host.as_deref(), Some("{host}"));
    assert_eq!((*port, *depth), (None, None));
    assert_eq!(repository.as_deref(), Some("ssh://git@{host}:{port}/{project}.git"));
    assert_eq!(reference.as_deref(), Some("{ref}"));
    assert_eq!(index_path.as_deref(), Some("a/{file}.yaml"));
    assert_eq!(*error, None);
    let explained = Location::explain("s3://s3.{zone}.qingstor.com/{bucket}/{prefix}");
    assert_eq!(explained.endpoint.as_deref(), Some("https://s3.{zone}.qingstor.com"));
    assert_eq!(explained.region.as_deref(), Some("{zone}"));
    assert_eq!(explained.bucket.as_deref(), Some("{bucket}"));
    assert_eq!(explained.prefix.as_deref(), Some("{prefix}"));
    let explained = Location::explain("{base}/index.yaml");
    assert_eq!(explained.scheme.as_deref(), Some("template"));
    assert!(explained.warnings.iter().any(|warning| warning.contains("{base}")));
    let explained = Location::explain("https://{host}/{project}/addons/index.yaml");
    assert_eq!(explained.index_path.as_deref(), Some("/{project}/addons/index.yaml"));
    let explained = Location::explain("https://github.com/{project}/addons/index.yaml");
    assert!(explained.error.is_none() && explained.suggestion.is_some(), "{explained:?}");
}

#[test]
fn columns_of_odd_braces_are_told() {
    let error = Location::parse("https://h.org/{}/{b").unwrap_err();
    assert!(error.message.contains("column 15") && error.message.contains("column 18"), "{error}");
}

#[test]
fn passwords_beside_placeholders_go_to_the_credentials() {
    for text in [
        "https://alice:hunter2@{host}/x",
        "git::ssh://git:hunter2@{host}/x//i.yaml",
        "s3://{bucket}?aws_access_key_id=alice&aws_access_key_secret=hunter2",
        "s3://alice:hunter2@{bucket}/x",
    ] {
        let parsed = Location::parse(text).unwrap();
        assert!(!format!("{parsed:?} {:?}", Location::explain(text)).contains("hunter2"), "{text}");
        assert!(!parsed.location.canonical().contains("hunter2"), "{text}");
        assert_eq!(parsed.credentials.unwrap().password.reveal(), "hunter2", "{text}");
    }
}
