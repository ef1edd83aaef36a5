//! Repositories whose secrets are marked, one for each place in which a secret can stand.

use std::collections::BTreeMap;
use std::path::Path;

use chartroom::manifest::{SecretManifest, SecretValue};
use chartroom::model::{Credentials, Location, Repository, RepositoryKind, Secret, SecretName};
use chartroom::source::Variables;

use super::marks;

/// A repository and the Secret that it names, if it names one.
pub(crate) struct Way {
    pub(crate) what: String,
    pub(crate) repository: Repository,
    pub(crate) secret: Option<SecretManifest>,
}

impl Way {
    /// Whether the server's answer comes to it; all others end on the way, whatever the server would say.
    pub(crate) fn is_answered(&self) -> bool {
        self.what.contains("http://127.0.0.1")
    }
}

/// The URLs, with `PORT` for that of the server, and the keys of their Secret.
const FILLED: &[(&str, &[&str])] = &[
    ("http://127.0.0.1:PORT/index.yaml", &["username", "password"]),
    ("http://127.0.0.1:PORT/index.yaml", &["token", "header.X-Marked"]),
    ("http://{username}:{password}@127.0.0.1:PORT/index.yaml", &["username", "password"]),
    ("http://127.0.0.1:PORT/{folder}/index.yaml", &["folder"]),
    ("http://127.0.0.1:PORT/{folder}/{file}", &["folder", "file"]),
    ("http://127.0.0.1:PORT/index.yaml?token={query}&x={other}", &["query", "other"]),
    ("http://{host}/index.yaml", &["host"]),
    ("http://{host}:PORT/index.yaml", &["host", "password"]),
    ("https://127.0.0.1:PORT/{folder}/index.yaml", &["folder", "token"]),
    ("https://{host}/{folder}/index.yaml", &["host", "folder", "tls.crt", "tls.key"]),
    ("https://{place}/index.yaml", &["place"]),
    ("{url}", &["url"]),
    ("git::http://127.0.0.1:PORT/{folder}//index.yaml?ref={ref}", &["folder", "ref"]),
    ("git::http://127.0.0.1:PORT/r.git//{folder}/index.yaml", &["folder", "username", "password"]),
    ("git::https://127.0.0.1:PORT/r.git//index.yaml", &["token"]),
    ("git::ssh://git@127.0.0.1:PORT/{folder}//index.yaml", &["folder", "sshkey"]),
    ("git::ssh://git@127.0.0.1:PORT/r.git//index.yaml?sshkey={sshkey}", &["sshkey"]),
    ("git::ssh://git@127.0.0.1:9/r.git//index.yaml", &["ssh-privatekey", "password"]),
    ("git::file:///nowhere/{folder}//index.yaml", &["folder"]),
    (
        "s3::http://127.0.0.1:PORT/bucket/index.yaml",
        &["accessKeyID", "secretAccessKey", "sessionToken"],
    ),
    (
        "s3::http://127.0.0.1:PORT/bucket/{folder}/index.yaml",
        &["folder", "accessKeyID", "secretAccessKey"],
    ),
    (
        "s3::http://127.0.0.1:PORT/bucket/index.yaml?aws_access_key_id={id}&aws_access_key_secret={key}",
        &["id", "key"],
    ),
    ("/nowhere/{folder}/index.yaml", &["folder"]),
];

fn value(key: &str) -> String {
    match key {
        "host" => marks::host(),
        "place" => format!("{}:8443", marks::host()),
        "sshkey" => {
            use base64::Engine as _;
            base64::engine::general_purpose::STANDARD.encode(marks::private_key())
        }
        "ssh-privatekey" | "tls.key" => marks::private_key(),
        "url" => format!("ftp://{}", marks::value("url")),
        key => marks::value(key),
    }
}

fn secret(keys: &[&str], kept: impl Fn(&str) -> SecretValue) -> SecretManifest {
    let values: BTreeMap<_, _> = keys.iter().map(|key| ((*key).to_owned(), kept(key))).collect();
    let name = SecretName { namespace: Some("stage".to_owned()), name: "data".to_owned() };
    SecretManifest { name, values, ..SecretManifest::default() }
}

fn repository(url: &str) -> Repository {
    let location = Location::parse(url).expect(url);
    let kind = Some(RepositoryKind::Helm);
    Repository {
        kind,
        credentials: location.credentials,
        ..Repository::named("mine", location.location)
    }
}

/// A repository at that URL with a Secret of these keys.
pub(crate) fn with(url: &str, keys: &[&str]) -> Way {
    let secret = secret(keys, |key| SecretValue::Here(Secret::from(value(key))));
    let repository = Repository { secret: Some(secret.name.clone()), ..repository(url) };
    Way { what: format!("{url} with {}", keys.join(", ")), repository, secret: Some(secret) }
}

/// All of them, at a server on that port.
pub(crate) fn ways(port: u16) -> Vec<Way> {
    let at = |url: &str| url.replace("PORT", &port.to_string());
    let mut ways: Vec<Way> = FILLED.iter().map(|(url, keys)| with(&at(url), keys)).collect();
    ways.extend(inline(&at("http://127.0.0.1:PORT/index.yaml")));
    ways.extend(inline(&at("git::http://127.0.0.1:PORT/r.git//index.yaml")));
    ways.extend(inline(&at("git::ssh://git@127.0.0.1:PORT/r.git//index.yaml")));
    ways.extend(inline(&at("s3::http://127.0.0.1:PORT/bucket/index.yaml")));
    ways.extend(["", "?aws_profile=marked"].map(|options| {
        let url = at("s3::http://127.0.0.1:PORT/bucket/index.yaml") + options;
        let what = format!("{url} with keys of its surroundings");
        Way { what, repository: repository(&url), secret: None }
    }));
    ways.extend(unusable(&at("http://127.0.0.1:PORT/{folder}/index.yaml?x={missing}")));
    ways
}

/// Where keys of object stores are told besides: the environment, and a file with the profile `marked`.
pub(crate) fn surroundings(port: u16, file: &Path) -> Variables {
    let (secret, token) = (marks::value("secret"), marks::value("session"));
    let id = "AKIAEXAMPLE";
    let profile = format!(
        "[marked]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n\
         aws_session_token = {token}\n"
    );
    std::fs::write(file, profile).expect("a file");
    let pairs = [
        ("AWS_ACCESS_KEY_ID", id.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", secret),
        ("AWS_SESSION_TOKEN", token),
        ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")),
        ("AWS_SHARED_CREDENTIALS_FILE", file.display().to_string()),
    ];
    Variables::Given(pairs.map(|(name, value)| (name.to_owned(), value)).into())
}

/// Credentials of the registry itself.
pub(crate) fn inline(url: &str) -> Vec<Way> {
    let word = |key: &str| Secret::from(marks::value(key));
    let login = Credentials::login("user", word("password"));
    let all = Credentials {
        token: word("token"),
        ssh_key: Secret::from(marks::private_key()),
        headers: vec![("X-Marked".to_owned(), word("header"))],
        ..login.clone()
    };
    let token = Credentials { token: word("token"), ..Credentials::default() };
    let way = |(what, credentials): (&str, Credentials)| {
        let repository = Repository { credentials: Some(credentials), ..repository(url) };
        Way { what: format!("{url} with {what} of its own"), repository, secret: None }
    };
    [("a login", login), ("a token", token), ("everything", all)].map(way).into()
}

/// Secrets that cannot be used: a key is missing, a command or a file fails and tells what it knows.
fn unusable(url: &str) -> Vec<Way> {
    let told = marks::value("told");
    // The command line itself is told; what it writes is not.
    let (first, rest) = told.split_at(told.len() / 2);
    let command = format!("a='{first}'; echo $a'{rest}'; echo no $a'{rest}' >&2; exit 3");
    let folder = || ("folder".to_owned(), SecretValue::Here(Secret::from(value("folder"))));
    let way = |(what, kept): (&str, Option<SecretValue>)| {
        let mut secret = secret(&[], |_| SecretValue::Here(Secret::default()));
        secret.values.extend([folder()]);
        secret.values.extend(kept.map(|kept| ("missing".to_owned(), kept)));
        let repository = Repository { secret: Some(secret.name.clone()), ..repository(url) };
        Way { what: what.to_owned(), repository, secret: Some(secret) }
    };
    [
        ("a key that is missing", None),
        ("a command that fails", Some(SecretValue::Command(command))),
        ("a file that is missing", Some(SecretValue::File("/nowhere/at/all".into()))),
        (
            "a variable that is not set",
            Some(SecretValue::Environment("CHARTROOM_NOWHERE".to_owned())),
        ),
        (
            "a value with line breaks",
            Some(SecretValue::Here(Secret::from(format!("{told}\n {told}")))),
        ),
    ]
    .map(way)
    .into()
}
