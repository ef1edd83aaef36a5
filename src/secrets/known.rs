//! Keys that mean the same in many programs: what they hold is a credential, without being named in a URL.
//!
//! `username`, `password`, `ssh-privatekey`, `tls.crt` and `tls.key` are those of Kubernetes' own types of Secret;
//! `caFile`, `certFile` and `keyFile` those of Flux; `access_key_id` and `secret_access_key` those of OpenPitrix;
//! `aws_access_key_id`, `aws_access_key_secret` and `aws_access_token` those of go-getter; `sshkey` that of Kyma.
//! May import: `model`.

use std::collections::BTreeMap;

use crate::model::location::read_key;
use crate::model::{Credentials, Location, Secret};

const HEADER: &str = "header.";

const WEB: [&str; 3] = ["username", "password", "token"];
const STORE: [&str; 9] = [
    "accessKeyID",
    "access_key_id",
    "aws_access_key_id",
    "secretAccessKey",
    "secret_access_key",
    "aws_access_key_secret",
    "sessionToken",
    "session_token",
    "aws_access_token",
];
const SSH: [&str; 2] = ["sshkey", "ssh-privatekey"];
const TLS: [&str; 6] = ["ca.crt", "caFile", "tls.crt", "certFile", "tls.key", "keyFile"];

/// Authorities to trust, which give nothing away.
const AUTHORITIES: [&str; 2] = ["ca.crt", "caFile"];

/// Whether a key is one that a repository out of a manifest uses unasked.
pub(super) fn is_open(key: &str) -> bool {
    AUTHORITIES.contains(&key)
}

/// Whether a key is one of them.
pub(super) fn is_known(key: &str) -> bool {
    key.starts_with(HEADER)
        || [WEB.as_slice(), &STORE, &SSH, &TLS].iter().any(|group| group.contains(&key))
}

/// Whether line breaks belong to the value of a key.
pub(super) fn has_lines(key: &str) -> bool {
    SSH.contains(&key) || TLS.contains(&key)
}

/// What was taken of a Secret.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) credentials: Credentials,
    /// The keys that were used.
    pub(super) keys: Vec<String>,
    /// Values that cannot be used, by key.
    pub(super) faults: Vec<String>,
    pub(super) warnings: Vec<String>,
}

/// The credentials among the values, as far as they are of use at that location.
pub(super) fn taken(values: &BTreeMap<String, Secret>, location: &Location) -> Taken {
    let mut taker = Taker { values, taken: Taken::default() };
    match location {
        Location::S3(_) => taker.store(),
        Location::Http { .. } | Location::Git { .. } => taker.host(location),
        Location::Template(_) | Location::File { .. } | Location::Sample(_) => {}
    }
    taker.taken
}

struct Taker<'values> {
    values: &'values BTreeMap<String, Secret>,
    taken: Taken,
}

impl Taker<'_> {
    /// The first of these keys that has a value.
    fn first(&mut self, keys: &[&str]) -> Secret {
        let found = keys.iter().find_map(|key| {
            let value = self.values.get(*key).filter(|value| !value.is_empty())?;
            Some(((*key).to_owned(), value.clone()))
        });
        let Some((key, value)) = found else { return Secret::default() };
        self.taken.keys.push(key);
        value
    }

    fn store(&mut self) {
        let id = self.first(&["accessKeyID", "access_key_id", "aws_access_key_id", "username"]);
        id.reveal().clone_into(&mut self.taken.credentials.username);
        self.taken.credentials.password = self.first(&[
            "secretAccessKey",
            "secret_access_key",
            "aws_access_key_secret",
            "password",
        ]);
        self.taken.credentials.token =
            self.first(&["sessionToken", "session_token", "aws_access_token", "token"]);
        self.tls();
    }

    fn host(&mut self, location: &Location) {
        let is_ssh = matches!(location, Location::Git { url, .. } if url.scheme() == "ssh");
        let username = self.first(&["username"]);
        username.reveal().clone_into(&mut self.taken.credentials.username);
        self.taken.credentials.password = self.first(&["password"]);
        if is_ssh {
            return self.ssh();
        }
        self.taken.credentials.token = self.first(&["token"]);
        self.tls();
        self.headers();
    }

    fn ssh(&mut self) {
        let key = self.first(&SSH);
        if key.is_empty() {
            return;
        }
        match read_key(key.reveal()) {
            Ok(key) => self.taken.credentials.ssh_key = key,
            Err(error) => self.taken.faults.push(error.message),
        }
    }

    fn tls(&mut self) {
        let authorities = self.first(&AUTHORITIES);
        authorities.reveal().clone_into(&mut self.taken.credentials.authorities);
        let certificate = self.first(&["tls.crt", "certFile"]);
        let key = self.first(&["tls.key", "keyFile"]);
        match (certificate.is_empty(), key.is_empty()) {
            (false, false) => {
                let both = format!("{}\n{}", certificate.reveal(), key.reveal());
                self.taken.credentials.certificate = Secret::from(both);
            }
            (true, true) => {}
            (false, true) => self.half("a client certificate (tls.crt) without its key (tls.key)"),
            (true, false) => self.half("a key (tls.key) without its client certificate (tls.crt)"),
        }
    }

    fn half(&mut self, what: &str) {
        self.taken.warnings.push(format!("the Secret has {what}, and neither is used"));
    }

    fn headers(&mut self) {
        for (key, value) in self.values {
            let Some(name) = key.strip_prefix(HEADER) else { continue };
            self.taken.keys.push(key.clone());
            if name.is_empty() || !value.reveal().chars().all(|c| c == '\t' || !c.is_control()) {
                self.taken.faults.push(format!("the value of {key} cannot stand in a header"));
            } else {
                self.taken.credentials.headers.push((name.to_owned(), value.clone()));
            }
        }
    }
}

/// Takes out of a Secret's credentials what would compete with a login that is there already: a host is shown
/// one login only. The rest of a login of which only the name is there stays. Tells whether anything was taken out.
pub(super) fn yield_to(login: &Credentials, other: &mut Credentials, location: &Location) -> bool {
    if !has_login(login) {
        return false;
    }
    let is_name_only = *login == Credentials::login(&login.username, "");
    match location {
        Location::S3(_) if is_name_only => false,
        _ if is_name_only => {
            let password = std::mem::take(&mut other.password);
            other.username.clear();
            let is_taken = no_login(other);
            other.password = password;
            is_taken
        }
        _ => no_login(other),
    }
}

/// Whether anything says who we are.
pub(super) fn has_login(credentials: &Credentials) -> bool {
    let Credentials { username, password, token, headers, .. } = credentials;
    !username.is_empty()
        || !password.is_empty()
        || !token.is_empty()
        || headers.iter().any(|(name, _)| is_login(name))
}

/// Takes the login out of some credentials; tells whether there was one.
pub(super) fn no_login(credentials: &mut Credentials) -> bool {
    let had = has_login(credentials);
    credentials.username.clear();
    credentials.password = Secret::default();
    credentials.token = Secret::default();
    credentials.headers.retain(|(name, _)| !is_login(name));
    had
}

fn is_login(header: &str) -> bool {
    header.eq_ignore_ascii_case("authorization")
}

/// Fills what is empty in some credentials from others.
pub(super) fn fill_gaps(credentials: &mut Credentials, other: Credentials) {
    let Credentials { username, password, token, ssh_key, headers, certificate, authorities } =
        other;
    let gap = |own: &mut Secret, other: Secret| {
        if own.is_empty() {
            *own = other;
        }
    };
    if credentials.username.is_empty() {
        credentials.username = username;
    }
    gap(&mut credentials.password, password);
    gap(&mut credentials.token, token);
    gap(&mut credentials.ssh_key, ssh_key);
    gap(&mut credentials.certificate, certificate);
    if credentials.authorities.is_empty() {
        credentials.authorities = authorities;
    }
    for (name, value) in headers {
        if credentials.headers.iter().all(|(own, _)| !own.eq_ignore_ascii_case(&name)) {
            credentials.headers.push((name, value));
        }
    }
}
