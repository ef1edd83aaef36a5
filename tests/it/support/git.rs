//! Git repositories made by Git itself, and a web server that runs Git's own backend for them.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use base64::Engine;
use tokio::io::AsyncWriteExt;

use super::ssh::free_port;
use super::web::{Seen, Server};

/// A repository with a working tree.
pub(crate) struct Repository {
    pub(crate) path: PathBuf,
}

impl Repository {
    /// An empty repository whose first branch is `main`.
    pub(crate) fn create(path: &Path) -> Self {
        std::fs::create_dir_all(path).expect("a folder");
        let repository = Self { path: path.to_owned() };
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    /// Runs Git in it, without any of the user's configuration.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.org"])
            .args(arguments)
            .current_dir(&self.path)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .expect("git is installed");
        assert!(
            output.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }

    /// Commits everything, and gives the commit's id.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }
}

/// Git's own server (`git://`), as long as this value lives.
pub(crate) struct Daemon {
    pub(crate) port: u16,
    child: Child,
}

impl Daemon {
    /// Serves all repositories below `root`.
    pub(crate) fn start(root: &Path) -> Self {
        let port = free_port();
        let programs = Command::new("git").arg("--exec-path").output().expect("git is installed");
        let programs = String::from_utf8_lossy(&programs.stdout).trim().to_owned();
        let mut child = Command::new(Path::new(&programs).join("git-daemon"))
            .args(["--listen=127.0.0.1", "--export-all", "--informative-errors", "--reuseaddr"])
            .arg(format!("--port={port}"))
            .arg(format!("--base-path={}", root.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("git daemon starts");
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(child.try_wait().expect("a child").is_none(), "git daemon ended");
            std::thread::yield_now();
        }
        Self { port, child }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("git://127.0.0.1:{}{path}", self.port)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves all repositories below `root` by `git http-backend`, to those who know user and password.
pub(crate) async fn serve(root: &Path, login: Option<(&str, &str)>) -> Server {
    let root = Arc::new(root.to_owned());
    let wanted = login.map(|(user, password)| {
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        format!("Basic {pair}")
    });
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let handler = move |request: Request| {
        let (root, wanted, log) = (Arc::clone(&root), wanted.clone(), Arc::clone(&log));
        async move {
            let asked = Seen {
                path: request.uri().path().to_owned(),
                query: request.uri().query().unwrap_or_default().to_owned(),
                headers: request.headers().clone(),
            };
            log.lock().expect("no test panics here").push(asked.clone());
            let given = asked.header("authorization").map(str::to_owned);
            if wanted.is_some() && wanted != given {
                let response = Response::builder().status(401);
                let response = response.header("www-authenticate", "Basic realm=\"test\"");
                return response.body(Body::empty()).expect("a response");
            }
            backend(&root, &asked, request).await
        }
    };
    Server::serve(Router::new().fallback(handler), seen).await
}

async fn backend(root: &Path, asked: &Seen, request: Request) -> Response {
    let method = request.method().to_string();
    let body = to_bytes(request.into_body(), 1 << 20).await.expect("a body");
    let mut child = tokio::process::Command::new("git")
        .arg("http-backend")
        .env("GIT_PROJECT_ROOT", root)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "safe.directory")
        .env("GIT_CONFIG_VALUE_0", "*")
        .env("PATH_INFO", &asked.path)
        .env("QUERY_STRING", &asked.query)
        .env("REQUEST_METHOD", method)
        .env("CONTENT_TYPE", asked.header("content-type").unwrap_or_default())
        .env("HTTP_CONTENT_ENCODING", asked.header("content-encoding").unwrap_or_default())
        .env("GIT_PROTOCOL", asked.header("git-protocol").unwrap_or_default())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("git http-backend");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(&body).await.expect("the backend reads");
    drop(stdin);
    let output = child.wait_with_output().await.expect("the backend ends");
    from_cgi(&output.stdout)
}

fn from_cgi(output: &[u8]) -> Response {
    let end = output.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    let (head, body) = output.split_at(end);
    let mut response = Response::builder();
    for line in String::from_utf8_lossy(head).lines() {
        let (name, value) = line.split_once(": ").expect("a header");
        response = match name {
            "Status" => response.status(value.get(..3).expect("a code")),
            _ => response.header(name, value),
        };
    }
    response.body(Body::from(body.get(4..).unwrap_or_default().to_vec())).expect("a response")
}
