//! PEM files and texts: certificates and private keys, and in words why one cannot be used.
//!
//! May import: `model`, `error`.

use std::fs;
use std::io::Read;
use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{Error as TlsError, InconsistentKeys, RootCertStore};
use tokio_rustls::rustls;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};
use crate::model::Fault;

/// A bundle of all authorities of a system has a quarter of a megabyte.
const LIMIT: u64 = 4_000_000;

/// A PEM text, and where it came from.
pub(super) struct Pem {
    /// `the CA file /etc/ca.pem`.
    name: String,
    bytes: Zeroizing<Vec<u8>>,
}

impl Pem {
    /// Reads a file; `what` says what it is for.
    pub(super) fn file(what: &str, path: &Path) -> Result<Self, Error> {
        let name = format!("{what} {}", path.display());
        let failed = |why: &str| {
            Error::new(ErrorKind::Io, format!("cannot read {name}: {why}"))
                .hint("check the path and who may read the file; it must be a PEM file")
                .fault(Fault::LocalFile)
        };
        let data = fs::metadata(path).map_err(|error| failed(&error.to_string()))?;
        if !data.is_file() {
            return Err(failed(if data.is_dir() { "it is a folder" } else { "it is no file" }));
        }
        let file = fs::File::open(path).map_err(|error| failed(&error.to_string()))?;
        let mut bytes = Zeroizing::new(Vec::new());
        let read = file.take(LIMIT + 1).read_to_end(&mut bytes);
        read.map_err(|error| failed(&error.to_string()))?;
        if bytes.len() as u64 > LIMIT {
            return Err(failed("it is too large to be a PEM file"));
        }
        Ok(Self { name, bytes })
    }

    /// A text that came otherwise.
    pub(super) fn text(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), bytes: Zeroizing::new(text.as_bytes().to_vec()) }
    }

    /// What tells it from others.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The certificates of authorities in it; at least one.
    pub(super) fn authorities(&self) -> Result<Vec<CertificateDer<'static>>, Error> {
        let found = self.certificates(Fault::CaUnusable)?;
        for (position, one) in found.iter().enumerate() {
            let usable = RootCertStore::empty().add(one.clone());
            usable.map_err(|error| {
                let number = position + 1;
                let why = format!("certificate {number} in it cannot be used: {}", words(&error));
                self.unusable(
                    Fault::CaUnusable,
                    &why,
                    "ask who made it for a certificate (X.509, version 3)",
                )
            })?;
        }
        Ok(found)
    }

    /// The certificates in it; at least one.
    pub(super) fn certificates(&self, fault: Fault) -> Result<Vec<CertificateDer<'static>>, Error> {
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&self.bytes).collect();
        let broken = |error: &dyn std::fmt::Display| {
            self.unusable(fault, &format!("it is damaged: {error}"), "copy the file anew")
        };
        let found = found.map_err(|error| broken(&error))?;
        if found.is_empty() {
            return Err(self.unusable(fault, "there is no certificate in it", self.advice()));
        }
        Ok(found)
    }

    /// The private key in it.
    pub(super) fn key(&self) -> Result<PrivateKeyDer<'static>, Error> {
        let fault = Fault::CertificateUnusable;
        let text = String::from_utf8_lossy(&self.bytes);
        if text.contains("ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(self.unusable(
                fault,
                "its private key is encrypted with a passphrase",
                "take the passphrase off: openssl pkey -in KEY -out KEY-WITHOUT-PASSPHRASE, chmod 600",
            ));
        }
        PrivateKeyDer::from_pem_slice(&self.bytes).map_err(|error| match error {
            rustls::pki_types::pem::Error::NoItemsFound => {
                let hint =
                    "name the file of the private key as well (PEM: -----BEGIN … PRIVATE KEY-----)";
                self.unusable(fault, "there is no private key in it", hint)
            }
            other => self.unusable(
                fault,
                &format!("its private key is damaged: {other}"),
                "copy the file anew",
            ),
        })
    }

    /// Certificate and key do not make an identity together.
    pub(super) fn no_pair(&self, key: &Self, error: &TlsError) -> Error {
        let fault = Fault::CertificateUnusable;
        if matches!(error, TlsError::InconsistentKeys(InconsistentKeys::KeyMismatch)) {
            let why = format!("{} holds the key of another certificate", key.name);
            return self.unusable(fault, &why, "name the key that the certificate was made with");
        }
        let why = format!("with {}: {}", key.name, words(error));
        self.unusable(fault, &why, "use a key of type RSA, ECDSA or Ed25519 in PEM form")
    }

    fn unusable(&self, fault: Fault, why: &str, hint: &str) -> Error {
        let message = format!("{} cannot be used: {why}", self.name);
        Error::new(ErrorKind::Malformed, message).hint(hint).fault(fault)
    }

    /// What the file is instead, and how it becomes what is needed.
    fn advice(&self) -> &'static str {
        let text = String::from_utf8_lossy(&self.bytes);
        let has = |words: &str| text.contains(words);
        if text.trim().is_empty() {
            "it is empty: copy the file anew"
        } else if has("BEGIN CERTIFICATE REQUEST") || has("BEGIN NEW CERTIFICATE REQUEST") {
            "it is a request for a certificate: use what the authority answered to it"
        } else if has("BEGIN TRUSTED CERTIFICATE") {
            "write it in the usual form: openssl x509 -in FILE -out FILE.pem"
        } else if has("BEGIN PKCS7") {
            "take the certificates out: openssl pkcs7 -in FILE -print_certs -out FILE.pem"
        } else if has("PRIVATE KEY-----") {
            "it holds a private key only: name the file of the certificate"
        } else if self.bytes.starts_with(&[0x30, 0x82]) {
            "it is binary: openssl x509 -inform der -in FILE -out FILE.pem, or for PKCS #12 openssl pkcs12 -in \
             FILE -nodes -out FILE.pem"
        } else {
            "a PEM file has lines -----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----"
        }
    }
}

fn words(error: &TlsError) -> String {
    match error {
        TlsError::General(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let pem = Pem::text("the CA file x", text);
        let error = pem.authorities().expect_err("it cannot be used");
        assert!(
            error.message.contains(expected) || error.hint.contains(expected),
            "{error}: {}",
            error.hint
        );
        assert_eq!(error.fault, Some(Fault::CaUnusable));
    }

    #[test]
    fn what_is_no_certificate_is_told_for_what_it_is() {
        check("", "it is empty");
        check("hello", "a PEM file has lines");
        check(
            "-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----\n",
            "request",
        );
        check(
            "-----BEGIN TRUSTED CERTIFICATE-----\nAA==\n-----END TRUSTED CERTIFICATE-----\n",
            "usual form",
        );
        check("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n", "private key only");
        check("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n", "damaged");
        check("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n", "certificate 1");
    }

    #[test]
    fn keys_that_cannot_be_used_are_told_apart() {
        for (text, expected) in [
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n", "encrypted with a passphrase"),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n",
                "encrypted with a passphrase",
            ),
            (
                "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
                "no private key in it",
            ),
            ("", "no private key in it"),
        ] {
            let error = Pem::text("the key file x", text).key().expect_err("no key");
            assert!(error.message.contains(expected), "{error}");
            assert!(!error.hint.is_empty());
        }
    }

    #[test]
    fn a_file_that_is_not_there_and_a_folder_say_so() {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, expected) in
            [(folder.path().join("no.pem"), "No such file"), (folder.path().to_owned(), "folder")]
        {
            let error = Pem::file("the CA file", &path).err().expect("it cannot be read");
            assert!(error.message.contains(expected), "{error}");
            assert_eq!(error.fault, Some(Fault::LocalFile));
        }
    }
}
