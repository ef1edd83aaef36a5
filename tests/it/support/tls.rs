//! A TLS server with a certificate made for the test.

use std::sync::Arc;

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// What is wrong with the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    Expired,
    OtherName,
    Authority,
}

/// A server that lives as long as this value.
pub(crate) struct Server {
    pub(crate) port: u16,
    /// The authority that signed the certificate, as PEM.
    pub(crate) root: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers every request with 200 and that body.
    pub(crate) async fn start(fault: Fault, body: &str) -> Self {
        let (root, issuer) = authority();
        let config = config(fault, &issuer);
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
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
        Self { port, root: root.pem(), task }
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
    (TlsAcceptor::from(Arc::new(config(Fault::None, &issuer))), root.pem())
}

/// Makes TLS of a connection.
pub(crate) type Acceptor = TlsAcceptor;

fn authority() -> (Certificate, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Test authority");
    let root = params.self_signed(&key).expect("a certificate");
    (root, Issuer::new(params, key))
}

fn config(fault: Fault, issuer: &Issuer<'static, KeyPair>) -> ServerConfig {
    let name = if fault == Fault::OtherName { "other.example" } else { "localhost" };
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
    params.distinguished_name.push(DnType::CommonName, name);
    if fault == Fault::Expired {
        params.not_before = rcgen::date_time_ymd(2001, 1, 1);
        params.not_after = rcgen::date_time_ymd(2002, 1, 1);
    }
    if fault == Fault::Authority {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    let key = KeyPair::generate().expect("a key");
    let leaf = params.signed_by(&key, issuer).expect("a certificate");
    let secret = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], secret)
        .expect("a server configuration")
}
