//! The query of an S3 URL: go-getter's keys, and ours that overrule what the host tells.
//!
//! May import: `model::location::{error, percent, s3}`, `model::credentials`.

use crate::model::credentials::Credentials;
use crate::model::location::error::LocationError;
use crate::model::location::percent::decode;
use crate::model::location::s3::{Addressing, S3Index};

/// What the query of an S3 URL says.
#[derive(Default)]
pub(super) struct Options {
    /// `Some("")` is a region that is to be found out.
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) addressing: Option<Addressing>,
    pub(super) profile: Option<String>,
    pub(super) index: S3Index,
    pub(super) credentials: Credentials,
    pub(super) warnings: Vec<String>,
}

impl Options {
    pub(super) fn read(query: &str) -> Result<Self, LocationError> {
        let mut options = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if seen.contains(&key) {
                options.warnings.push(format!("\"{key}\" stands there twice: the first counts"));
                continue;
            }
            seen.push(key);
            let value = decode(value).ok_or_else(|| {
                LocationError::new(format!("the value of \"{key}\" is not UTF-8"))
            })?;
            options.take(key, value)?;
        }
        options.check_pair()?;
        Ok(options)
    }

    fn take(&mut self, key: &str, value: String) -> Result<(), LocationError> {
        let filled = || Some(value.clone()).filter(|value| !value.is_empty());
        match key {
            "region" => self.region = Some(region(&value)?),
            "endpoint" => self.endpoint = filled(),
            "addressing" => self.addressing = addressing(&value)?,
            "index" => self.index = index(&value)?,
            "aws_profile" => self.profile = filled(),
            "aws_access_key_id" => self.credentials.username = value,
            "aws_access_key_secret" => self.credentials.password = value.into(),
            "aws_access_token" => self.credentials.token = value.into(),
            // go-getter reads it for single files only, and Helm Broker reads no single files.
            "version" => {
                self.warn("\"version\" has no effect, as in Helm Broker: the newest is read");
            }
            "archive" | "checksum" | "filename" => {
                self.warn(&format!("\"{key}\" has no effect, as in Helm Broker"));
            }
            _ => self.warn(&format!("\"{key}\" is no option of S3: it was left out")),
        }
        Ok(())
    }

    fn warn(&mut self, what: &str) {
        self.warnings.push(what.to_owned());
    }

    fn check_pair(&mut self) -> Result<(), LocationError> {
        let keys = &self.credentials;
        match (keys.username.is_empty(), keys.password.is_empty()) {
            (true, false) => Err(LocationError::new(
                "aws_access_key_secret goes with aws_access_key_id, which is missing",
            )),
            (false, true) => Err(LocationError::new(
                "aws_access_key_id goes with aws_access_key_secret, which is missing",
            )),
            _ => Ok(()),
        }
    }
}

/// A region as requests are signed for it. `EU` is the old name of one.
fn region(text: &str) -> Result<String, LocationError> {
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match text {
        "EU" => Ok("eu-west-1".to_owned()),
        text if text.chars().all(usual) => Ok(text.to_owned()),
        _ => Err(LocationError::new("a region has letters, digits and dashes, as us-east-1")),
    }
}

fn addressing(text: &str) -> Result<Option<Addressing>, LocationError> {
    match text {
        "" => Ok(None),
        "path" => Ok(Some(Addressing::Path)),
        "virtual" => Ok(Some(Addressing::Virtual)),
        _ => Err(LocationError::new(
            "addressing is path (endpoint/bucket/…) or virtual (bucket.endpoint/…)",
        )),
    }
}

fn index(text: &str) -> Result<S3Index, LocationError> {
    match text {
        "" | "file" => Ok(S3Index::File),
        "archives" => Ok(S3Index::Archives),
        _ => Err(LocationError::new(
            "index is file (index.yaml) or archives (the packages are listed)",
        )),
    }
}
