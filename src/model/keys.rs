//! The keys of an object store, and the forms in which they are given.
//!
//! `OpenPitrix` and `KubeSphere` keep them as JSON, the first with `access_key_id` and `secret_access_key`, the
//! other with `accessKeyID` and `secretAccessKey`; such a text is taken where a password is asked for.
//! May import: `model::{credentials, fault, secret}`.

use std::fmt;

use super::credentials::Credentials;
use super::fault::Fault;
use super::secret::Secret;

/// What requests to an object store are signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The access key id.
    pub id: String,
    /// The secret access key.
    pub secret: Secret,
    /// The session token; empty for keys that last.
    pub token: Secret,
}

/// Why credentials are no keys. Never holds a part of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysFault {
    /// The JSON is broken, or of another form; at which line and column, or what is wrong.
    Shape(String),
    /// There is no access key id.
    IdMissing,
    /// There is no secret access key.
    SecretMissing,
}

impl KeysFault {
    /// The stable name of the cause.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Shape(_) => Fault::CredentialShape,
            Self::IdMissing => Fault::AccessKeyMissing,
            Self::SecretMissing => Fault::SecretKeyMissing,
        }
    }

    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Shape(_) => {
                "the expected form is {\"access_key_id\": \"…\", \"secret_access_key\": \"…\"}, or \
                 accessKeyID and secretAccessKey; or give the id as the user name and the secret as \
                 the password"
            }
            Self::IdMissing => "give the access key id as the user name",
            Self::SecretMissing => "give the secret access key as the password",
        }
    }
}

impl fmt::Display for KeysFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(why) => write!(formatter, "the credential is no JSON with keys: {why}"),
            Self::IdMissing => formatter.write_str("the access key id is missing"),
            Self::SecretMissing => formatter.write_str("the secret access key is missing"),
        }
    }
}

impl Keys {
    /// The keys that credentials hold: the user name is the access key id, the password is the secret or,
    /// without a user name, may be both as JSON. `None` when there is nothing in them.
    ///
    /// # Errors
    /// When one of the two is missing, or the JSON is not of either form.
    pub fn of(credentials: &Credentials) -> Result<Option<Self>, KeysFault> {
        let (id, secret) = (credentials.username.trim(), credentials.password.reveal().trim());
        if id.is_empty() && secret.starts_with('{') {
            let keys = Self::from_json(secret)?;
            let token = if keys.token.is_empty() { credentials.token.clone() } else { keys.token };
            return Ok(Some(Self { token, ..keys }));
        }
        match (id.is_empty(), secret.is_empty()) {
            (true, true) if credentials.token.is_empty() => Ok(None),
            (true, _) => Err(KeysFault::IdMissing),
            (false, true) => Err(KeysFault::SecretMissing),
            (false, false) => {
                let token = Secret::from(credentials.token.reveal().trim());
                Ok(Some(Self { id: id.to_owned(), secret: Secret::from(secret), token }))
            }
        }
    }

    /// Reads a JSON object with both keys and perhaps a session token. Upper and lower case, `_` and the
    /// prefix `aws_` make no difference, so that the output of the AWS command line is understood too.
    ///
    /// # Errors
    /// When it is no such object, or a key is missing or empty.
    pub fn from_json(text: &str) -> Result<Self, KeysFault> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
            // The reader's own words may repeat a value.
            KeysFault::Shape(format!("broken at line {} column {}", error.line(), error.column()))
        })?;
        let object = value.as_object().ok_or(KeysFault::Shape("it is no object".to_owned()))?;
        let (mut id, mut secret, mut token) = Default::default();
        for (name, value) in object {
            let place: &mut String = match plain(name).as_str() {
                "accesskeyid" => &mut id,
                "secretaccesskey" | "accesskeysecret" => &mut secret,
                "sessiontoken" | "accesstoken" => &mut token,
                _ => continue,
            };
            let Some(text) = value.as_str() else {
                return Err(KeysFault::Shape(format!("a value is no text: {}", plain(name))));
            };
            text.trim().clone_into(place);
        }
        match (id.is_empty(), secret.is_empty()) {
            (true, _) => Err(KeysFault::IdMissing),
            (_, true) => Err(KeysFault::SecretMissing),
            _ => Ok(Self { id, secret: Secret::from(secret), token: Secret::from(token) }),
        }
    }
}

/// A key's name as all spellings have it.
fn plain(name: &str) -> String {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    name.strip_prefix("aws").map(str::to_owned).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(outcome: Result<Option<Keys>, KeysFault>) -> String {
        match outcome {
            Ok(Some(keys)) => {
                format!("{} {} {}", keys.id, keys.secret.reveal(), keys.token.reveal())
            }
            Ok(None) => "none".to_owned(),
            Err(fault) => format!("{}: {fault}", fault.fault().name()),
        }
    }

    #[test]
    fn credentials_are_keys_in_every_spelling() {
        for (id, secret, token, expected) in [
            ("", "", "", "none"),
            ("AKIA", "hidden", "", "AKIA hidden "),
            (" AKIA\n", " hidden\n", "session\n", "AKIA hidden session"),
            ("", r#"{"access_key_id":"AKIA","secret_access_key":"hidden"}"#, "", "AKIA hidden "),
            ("", r#"{"accessKeyID":"AKIA","secretAccessKey":"hidden"}"#, "t", "AKIA hidden t"),
            (
                "",
                r#" {"AccessKeyId":"AKIA","SecretAccessKey":"hidden","SessionToken":"s","Version":1} "#,
                "",
                "AKIA hidden s",
            ),
            (
                "",
                r#"{"aws_access_key_id":"AKIA","aws_access_key_secret":"hidden"}"#,
                "",
                "AKIA hidden ",
            ),
            ("AKIA", "{odd but a secret", "", "AKIA {odd but a secret "),
            ("AKIA", "", "", "secret-key-missing: the secret access key is missing"),
            ("", "hidden", "", "access-key-missing: the access key id is missing"),
            ("", "", "session", "access-key-missing: the access key id is missing"),
            (
                "",
                r#"{"accessKeyID":"","secretAccessKey":"hidden"}"#,
                "",
                "access-key-missing: the access key id is missing",
            ),
            (
                "",
                r#"{"accessKeyID":"AKIA"}"#,
                "",
                "secret-key-missing: the secret access key is missing",
            ),
            (
                "",
                "{\"accessKeyID\":\"hidden",
                "",
                "credential-shape: the credential is no JSON with keys: broken at line 1 column 22",
            ),
            (
                "",
                r#"{"accessKeyID":17}"#,
                "",
                "credential-shape: the credential is no JSON with keys: a value is no text: accesskeyid",
            ),
        ] {
            let token = Secret::from(token);
            let credentials = Credentials { token, ..Credentials::login(id, secret) };
            assert_eq!(told(Keys::of(&credentials)), expected, "{id} {secret}");
        }
        assert!(matches!(Keys::from_json("[]"), Err(KeysFault::Shape(_))));
    }
}
