//! Whose certificate is accepted, and which one is shown: the TLS configuration of one way out.
//!
//! The system's authorities are always trusted; further ones are added to them, never put in their place:
//! charts often lie on another host than their index. May import: `source::{certificate, client::papers}`,
//! `error`.

use std::sync::Arc;

use jiff::Timestamp;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::crypto::{verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, SignatureScheme,
};
use rustls_platform_verifier::Verifier;
use tokio_rustls::rustls;

use super::papers::{Look, Papers};
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::source::certificate::Certificate;

/// The TLS configuration that goes with the papers.
pub(super) fn config(papers: &Papers) -> Result<ClientConfig, Error> {
    let provider: Arc<CryptoProvider> = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| not_set_up(&error))?;
    let builder = match verifier(papers, &provider)? {
        Some(verifier) => builder.dangerous().with_custom_certificate_verifier(verifier),
        // A machine without any authority can still speak http.
        None => builder.with_root_certificates(rustls::RootCertStore::empty()),
    };
    let mut config = match &papers.identity {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let shown = certificate.certificates(Fault::CertificateUnusable)?;
            let made = builder.with_client_auth_cert(shown, key.key()?);
            made.map_err(|error| certificate.no_pair(key, &error))?
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn verifier(
    papers: &Papers,
    provider: &Arc<CryptoProvider>,
) -> Result<Option<Arc<dyn ServerCertVerifier>>, Error> {
    let mut given = Vec::new();
    for pem in &papers.authorities {
        given.extend(pem.authorities()?);
    }
    if papers.look == Look::Skip {
        return Ok(Some(Arc::new(Unseen(Arc::clone(provider)))));
    }
    let usual = Verifier::new_with_extra_roots(given.clone(), Arc::clone(provider));
    Ok(usual.ok().map(|usual| Arc::new(Trust { usual, given }) as _))
}

fn not_set_up(error: &TlsError) -> Error {
    Error::new(ErrorKind::Untrusted, format!("TLS cannot be set up: {error}"))
        .fault(Fault::TlsFailed)
}

/// The usual trust; and a certificate that was given by the user himself is trusted as it is, even where it
/// says that it is an authority's: so are those that `openssl req -x509` makes.
#[derive(Debug)]
struct Trust {
    usual: Verifier,
    given: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let outcome = self.usual.verify_server_cert(own, between, name, ocsp, now);
        match outcome {
            Err(_) if self.given.iter().any(|given| given == own) => given(own, name, now),
            outcome => outcome,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.usual.verify_tls12_signature(message, own, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.usual.verify_tls13_signature(message, own, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.usual.supported_verify_schemes()
    }
}

/// A certificate that the user gave must still be for this host, and valid now.
fn given(
    own: &CertificateDer<'_>,
    name: &ServerName<'_>,
    now: UnixTime,
) -> Result<ServerCertVerified, TlsError> {
    verify_server_name(&ParsedCertificate::try_from(own)?, name)?;
    let unreadable = || TlsError::InvalidCertificate(CertificateError::BadEncoding);
    let read = Certificate::read(own).ok_or_else(unreadable)?;
    let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let now = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    if read.begins.is_none_or(|begins| now < begins) {
        return Err(TlsError::InvalidCertificate(CertificateError::NotValidYet));
    }
    if read.expires.is_none_or(|expires| now > expires) {
        return Err(TlsError::InvalidCertificate(CertificateError::Expired));
    }
    Ok(ServerCertVerified::assertion())
}

/// No look at the certificate. That the other side holds its key is still checked.
#[derive(Debug)]
struct Unseen(Arc<CryptoProvider>);

impl ServerCertVerifier for Unseen {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, own, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, own, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
