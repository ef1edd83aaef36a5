//! A TCP server for what no proper web server does: bodies that stall, end early or never.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What happens after the first bytes were sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    /// The connection is closed.
    Close,
    /// Nothing more comes, and the connection stays open.
    Hold,
    /// The same bytes, for ever.
    Repeat(&'static [u8]),
}

/// A server that lives as long as this value.
pub(crate) struct Server {
    pub(crate) port: u16,
    asked: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Server {
    /// Reads each request, sends `first`, then does as told.
    pub(crate) async fn start(first: impl Into<Vec<u8>>, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Notify::new());
        let (notify, first) = (Arc::clone(&asked), Arc::new(first.into()));
        let task = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (notify, first) = (Arc::clone(&notify), Arc::clone(&first));
                held.push(tokio::spawn(async move { talk(stream, &first, then, &notify).await }));
            }
        });
        Self { port, asked, task }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Waits until a request has come.
    pub(crate) async fn asked(&self) {
        self.asked.notified().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(mut stream: TcpStream, first: &[u8], then: Then, notify: &Notify) {
    let mut head = Vec::new();
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read_buf(&mut head).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
    notify.notify_one();
    if stream.write_all(first).await.is_err() {
        return;
    }
    match then {
        Then::Close => {}
        Then::Hold => {
            // Until the client goes away.
            let _ = stream.read(&mut [0]).await;
        }
        Then::Repeat(bytes) => while stream.write_all(bytes).await.is_ok() {},
    }
}
