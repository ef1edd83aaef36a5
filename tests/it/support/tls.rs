//! A TLS server with a certificate made for the test.

use std::sync::Arc;

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// What is wrong with the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    Expired,
    OtherName,
    Authority,
    /// Signed by itself, and an authority's: what `openssl req -x509` makes.
    SelfSigned,
    /// None, but the client has to show one too.
    AsksForOne,
}

/// A server that lives as long as this value.
pub(crate) struct Server {
    pub(crate) port: u16,
    /// The authority that signed the certificate, as PEM.
    pub(crate) root: String,
    /// A certificate and its key that the server would accept of a client, as PEM.
    pub(crate) client: (String, String),
    task: JoinHandle<()>,
}

impl Server {
    /// Answers every request with 200 and that body.
    pub(crate) async fn start(fault: Fault, body: &str) -> Self {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        Self::answering(fault, head + body).await
    }

    /// Answers every request with these words, head and all.
    pub(crate) async fn answering(fault: Fault, answer: String) -> Self {
        let (root, issuer) = authority();
        let (mut config, own) = config(fault, &issuer);
        // Sessions that are resumed show no certificate again.
        config.send_tls13_tickets = 0;
        let root = if fault == Fault::SelfSigned { own } else { root.pem() };
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, answer) = (acceptor.clone(), answer.clone());
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut head = Vec::new();
                    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
                        if stream.read_buf(&mut head).await.unwrap_or_default() == 0 {
                            return;
                        }
                    }
                    // A client that leaves early is no failure of the server.
                    let _ = stream.write_all(answer.as_bytes()).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Self { port, root, client: client(&issuer), task }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What makes TLS of a connection to `localhost`, and the authority behind it, as PEM.
pub(crate) fn acceptor() -> (Acceptor, String) {
    let (root, issuer) = authority();
    (TlsAcceptor::from(Arc::new(config(Fault::None, &issuer).0)), root.pem())
}

/// Makes TLS of a connection.
pub(crate) type Acceptor = TlsAcceptor;

fn authority() -> (Certificate, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().expect("a key");
    let params = authority_params();
    let root = params.self_signed(&key).expect("a certificate");
    (root, Issuer::new(params, key))
}

fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Test authority");
    params
}

/// A certificate for a client, and its key, as PEM.
fn client(issuer: &Issuer<'static, KeyPair>) -> (String, String) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["client.example".to_owned()]).expect("parameters");
    (params.signed_by(&key, issuer).expect("a certificate").pem(), key.serialize_pem())
}

/// The server's configuration, and its own certificate as PEM.
fn config(fault: Fault, issuer: &Issuer<'static, KeyPair>) -> (ServerConfig, String) {
    let name = if fault == Fault::OtherName { "other.example" } else { "localhost" };
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
    params.distinguished_name.push(DnType::CommonName, name);
    if fault == Fault::Expired {
        params.not_before = rcgen::date_time_ymd(2001, 1, 1);
        params.not_after = rcgen::date_time_ymd(2002, 1, 1);
    }
    if matches!(fault, Fault::Authority | Fault::SelfSigned) {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    let key = KeyPair::generate().expect("a key");
    let leaf = match fault {
        Fault::SelfSigned => params.self_signed(&key),
        _ => params.signed_by(&key, issuer),
    };
    let leaf = leaf.expect("a certificate");
    let secret = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("protocol versions");
    let builder = if fault == Fault::AsksForOne {
        let mut roots = RootCertStore::empty();
        let (params, key) = (authority_params(), issuer.key());
        let root = params.self_signed(key).expect("a certificate");
        roots.add(root.der().clone()).expect("an authority");
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        builder.with_client_cert_verifier(verifier.build().expect("a verifier"))
    } else {
        builder.with_no_client_auth()
    };
    let config = builder.with_single_cert(vec![leaf.der().clone()], secret);
    (config.expect("a server configuration"), leaf.pem())
}
