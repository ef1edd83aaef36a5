//! A real web server on loopback that serves a folder, if it likes the caller.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// The server; it ends when this is dropped.
pub(crate) struct Server {
    _runtime: Runtime,
    address: SocketAddr,
    answers: Arc<AtomicUsize>,
}

impl Server {
    /// Serves that folder. With `authorization`, only to callers that send exactly that header.
    pub(crate) fn of(folder: PathBuf, authorization: Option<&'static str>) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let listener =
            runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port on loopback");
        let address = listener.local_addr().expect("its address");
        let answers = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&answers);
        let app = Router::new().fallback(move |uri: Uri, headers: HeaderMap| {
            let folder = folder.clone();
            counter.fetch_add(1, Ordering::SeqCst);
            async move {
                let given = headers.get("authorization").and_then(|value| value.to_str().ok());
                if authorization.is_some() && given != authorization {
                    return (StatusCode::UNAUTHORIZED, b"who are you?".to_vec());
                }
                match std::fs::read(folder.join(uri.path().trim_start_matches('/'))) {
                    Ok(bytes) => (StatusCode::OK, bytes),
                    Err(_) => (StatusCode::NOT_FOUND, b"no such file".to_vec()),
                }
            }
        });
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { _runtime: runtime, address, answers }
    }

    /// How many requests have come.
    pub(crate) fn answers(&self) -> usize {
        self.answers.load(Ordering::SeqCst)
    }

    /// A URL of the server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }
}
