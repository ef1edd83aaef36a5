//! What a repository brings along for TLS: authorities to trust, a certificate to show, or no look at all.
//!
//! May import: `source::client::pem`, `model`, `error`.

use std::path::PathBuf;

use super::pem::Pem;
use crate::error::{Error, ErrorKind};
use crate::model::{Fault, Repository, digest};

/// The papers of one way out.
pub(super) struct Papers {
    /// Authorities that are trusted besides the system's.
    pub(super) authorities: Vec<Pem>,
    /// What this side shows: certificate and private key.
    pub(super) identity: Option<(Pem, Pem)>,
    /// Whether the other side's certificate is looked at.
    pub(super) look: Look,
}

/// Whether the other side's certificate is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// As ever.
    Verify,
    /// The user said that it is not to be looked at.
    Skip,
}

impl Papers {
    /// The papers to any host.
    pub(super) fn usual(extra: &[PathBuf]) -> Result<Self, Error> {
        let authorities: Result<Vec<_>, _> =
            extra.iter().map(|path| Pem::file("the CA file", path)).collect();
        Ok(Self { authorities: authorities?, identity: None, look: Look::Verify })
    }

    /// Those to other hosts than the repository's: whom it trusts, but neither its certificate nor its
    /// leave to look away.
    pub(super) fn elsewhere(extra: &[PathBuf], repository: &Repository) -> Result<Self, Error> {
        let mut papers = Self::usual(extra)?;
        if let Some(path) = &repository.access.ca_file {
            papers.authorities.push(Pem::file("the CA file", path)?);
        }
        let text = repository.credentials.as_ref().map(|own| own.authorities.as_str());
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            papers.authorities.push(Pem::text("the CA of the Secret", text));
        }
        Ok(papers)
    }

    /// Those to the repository's own host.
    pub(super) fn home(extra: &[PathBuf], repository: &Repository) -> Result<Self, Error> {
        let identity = identity(repository)?;
        let look = if repository.access.skip_tls_verify { Look::Skip } else { Look::Verify };
        Ok(Self { identity, look, ..Self::elsewhere(extra, repository)? })
    }

    /// The same papers have the same key; it tells nothing of them.
    pub(super) fn key(&self) -> String {
        let mut parts: Vec<String> =
            self.authorities.iter().map(|pem| digest::sha256(pem.bytes())).collect();
        if let Some((certificate, key)) = &self.identity {
            parts.push(format!("shows {}", digest::sha256(certificate.bytes())));
            parts.push(format!("with {}", digest::sha256(key.bytes())));
        }
        parts.push(format!("{:?}", self.look));
        digest::sha256(parts.join(" ").as_bytes())
    }
}

fn identity(repository: &Repository) -> Result<Option<(Pem, Pem)>, Error> {
    let access = &repository.access;
    if let Some(path) = &access.certificate_file {
        let key = access.key_file.as_ref().unwrap_or(path);
        let certificate = Pem::file("the certificate file", path)?;
        return Ok(Some((certificate, Pem::file("the key file", key)?)));
    }
    let text = repository.credentials.as_ref().map(|own| &own.certificate);
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        let of = |name| Pem::text(name, text.reveal());
        return Ok(Some((of("the certificate of the Secret"), of("the key of the Secret"))));
    }
    if let Some(path) = &access.key_file {
        let message = format!("there is a key file, {}, and no certificate", path.display());
        let hint = "name the certificate file that belongs to the key";
        let error = Error::new(ErrorKind::Malformed, message).hint(hint);
        return Err(error.fault(Fault::CertificateUnusable));
    }
    Ok(None)
}
