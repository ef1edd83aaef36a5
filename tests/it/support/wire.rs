//! A wire to a server on the loopback that counts what comes back, and can be cut or fall silent on the way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::tls::Acceptor;

/// What the wire is like at the moment.
#[derive(Default)]
struct State {
    /// Bytes that came back so far.
    passed: AtomicU64,
    /// How many may come back.
    limit: AtomicU64,
    /// Whether it then stays open in silence.
    holds: AtomicBool,
}

/// A wire that lives as long as this value.
pub(crate) struct Wire {
    pub(crate) port: u16,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Wire {
    /// A wire to a port.
    pub(crate) async fn to(port: u16) -> Self {
        Self::with(port, None).await
    }

    /// The same, with TLS at this end.
    pub(crate) async fn secured(port: u16, acceptor: Acceptor) -> Self {
        Self::with(port, Some(acceptor)).await
    }

    async fn with(port: u16, acceptor: Option<Acceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let own = listener.local_addr().expect("an address").port();
        let state = Arc::new(State { limit: u64::MAX.into(), ..State::default() });
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (state, acceptor) = (Arc::clone(&shared), acceptor.clone());
                tokio::spawn(async move {
                    let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else { return };
                    match acceptor {
                        None => carry(client, server, &state).await,
                        Some(acceptor) => {
                            let Ok(client) = acceptor.accept(client).await else { return };
                            carry(client, server, &state).await;
                        }
                    }
                });
            }
        });
        Self { port: own, state, task }
    }

    /// Bytes that came back so far.
    pub(crate) fn passed(&self) -> u64 {
        self.state.passed.load(Ordering::SeqCst)
    }

    /// So many bytes more come back, then the wire is cut.
    pub(crate) fn cut_after(&self, bytes: u64) {
        self.state.holds.store(false, Ordering::SeqCst);
        self.state.limit.store(self.passed() + bytes, Ordering::SeqCst);
    }

    /// So many bytes more come back, then nothing.
    pub(crate) fn hold_after(&self, bytes: u64) {
        self.state.holds.store(true, Ordering::SeqCst);
        self.state.limit.store(self.passed() + bytes, Ordering::SeqCst);
    }

    /// New connections are whole again.
    pub(crate) fn mend(&self) {
        self.state.limit.store(u64::MAX, Ordering::SeqCst);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(client: impl AsyncRead + AsyncWrite + Unpin, mut server: TcpStream, state: &State) {
    let (mut from_client, mut to_client) = tokio::io::split(client);
    let (mut from_server, mut to_server) = server.split();
    let there = async {
        let _ = tokio::io::copy(&mut from_client, &mut to_server).await;
        let _ = to_server.shutdown().await;
        // The way back may still carry something.
        std::future::pending::<()>().await;
    };
    let back = async {
        let mut bytes = vec![0; 4096];
        while let Ok(count @ 1..) = from_server.read(&mut bytes).await {
            let passed = state.passed.fetch_add(count as u64, Ordering::SeqCst) + count as u64;
            if passed > state.limit.load(Ordering::SeqCst) {
                if state.holds.load(Ordering::SeqCst) {
                    std::future::pending::<()>().await;
                }
                return;
            }
            if to_client.write_all(bytes.get(..count).unwrap_or_default()).await.is_err() {
                return;
            }
        }
        let _ = to_client.shutdown().await;
    };
    tokio::select! {
        () = there => {}
        () = back => {}
    }
}
