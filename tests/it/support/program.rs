//! Servers that are programs of others, started for one test on a free port of the loopback.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// A program that ends with this value.
pub(crate) struct Program {
    pub(crate) port: u16,
    _child: Child,
}

impl Program {
    /// Starts a program that tells on its standard error at which `http://127.0.0.1:port` it listens. `None`
    /// when it is not installed.
    pub(crate) async fn start(command: &mut Command) -> Option<Self> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = child.kill_on_drop(true).spawn().ok()?;
        let errors = child.stderr.take().expect("it was asked for");
        let mut lines = BufReader::new(errors).lines();
        let port = async {
            while let Ok(Some(line)) = lines.next_line().await {
                let port = line.split_once("http://127.0.0.1:").map(|(_, rest)| rest);
                let digits = port.map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
                if let Some(port) = digits.flatten().and_then(|digits| digits.parse().ok()) {
                    return Some(port);
                }
            }
            None
        };
        let port = timeout(Duration::from_mins(1), port).await.ok().flatten();
        let port = port.expect("the program tells where it listens");
        // Whatever it says later must not fill the pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Some(Self { port, _child: child })
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}
