//! Proxies: which one requests go through, and in words why it lets nobody through.
//!
//! May import: `source::{client, fault, race}`, `model`, `monitor`, `error`.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use super::client::{Client, Proxies};
use super::fault;
use super::race::race;
use crate::error::{Error, ErrorKind};
use crate::model::location::decoded;
use crate::model::text::clean;
use crate::model::{Fault, Secret};
use crate::monitor::Monitor;

/// A proxy; shown without its credentials.
pub struct Proxy {
    shown: String,
    url: Option<Url>,
    connect_timeout: Duration,
}

impl fmt::Display for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown)
    }
}

/// The proxy that requests to a URL go through, by the usual variables.
#[must_use]
pub fn for_url(client: &Client, url: &Url) -> Option<Proxy> {
    if client.settings.proxies == Proxies::Never {
        return None;
    }
    let variable = |name: &str| {
        let value = std::env::var(name).or_else(|_| std::env::var(name.to_ascii_uppercase()));
        value.ok().filter(|value| !value.trim().is_empty())
    };
    let own = match url.scheme() {
        "https" => "https_proxy",
        "http" => "http_proxy",
        _ => return None,
    };
    let text = variable(own).or_else(|| variable("all_proxy"))?;
    let host = url.host_str().unwrap_or_default();
    if variable("no_proxy").is_some_and(|list| is_excepted(host, &list)) {
        return None;
    }
    let shown = clean(text.rsplit('@').next().unwrap_or_default()).into_owned();
    let whole = if text.contains("://") { text } else { format!("http://{text}") };
    Some(Proxy {
        shown: shown.trim_end_matches('/').to_owned(),
        url: Url::parse(&whole).ok(),
        connect_timeout: client.settings.connect_timeout,
    })
}

/// Whether `NO_PROXY` names a host: itself, its domain, or everything.
fn is_excepted(host: &str, list: &str) -> bool {
    list.split(',').map(str::trim).filter(|name| !name.is_empty()).any(|name| {
        let domain = name.trim_start_matches('*').trim_start_matches('.');
        name == "*"
            || host == domain
            || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
    })
}

const VARIABLES: &str =
    "check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, and whether the proxy is up";

impl Proxy {
    /// Why no answer came through it.
    pub(super) async fn failure(
        &self,
        error: &reqwest::Error,
        url: &Url,
        monitor: &Monitor,
    ) -> Error {
        if let Some(found) = fault::of_tls(error, url) {
            return found;
        }
        let texts: Vec<String> = fault::chain(error)
            .iter()
            .map(|error| clean(&error.to_string()).into_owned())
            .collect();
        let says = |words: &str| texts.iter().any(|text| text.contains(words));
        let words = texts.last().cloned().unwrap_or_default();
        let host = fault::host_of(url);
        if says("proxy authorization required") || says("credentials not accepted") {
            return self.login();
        }
        if says("tunnel error: unsuccessful") {
            return self.refused(url, monitor).await;
        }
        if says("SOCKS error") {
            return failed(format!("the proxy {self} did not let us reach {host}: {words}"));
        }
        if says("operation timed out") && !says("(Connect)") {
            return fault::of_request(error, url);
        }
        failed(format!("the proxy {self} cannot be used to reach {host}: {words}"))
    }

    fn login(&self) -> Error {
        let given = self.url.as_ref().is_some_and(|url| !url.username().is_empty());
        let (message, hint) = if given {
            (
                format!("the proxy {self} does not accept the user name and password (407)"),
                "check both in HTTPS_PROXY; characters such as @ and : are written as %40 and %3A there",
            )
        } else {
            (
                format!("the proxy {self} asks for a user name and a password (407)"),
                "put them into HTTPS_PROXY as http://user:password@host:port",
            )
        };
        Error::new(ErrorKind::Unauthorized, message).hint(hint).fault(Fault::ProxyFailed)
    }

    /// The proxy does not open a tunnel: in its own words, which are asked for once more.
    async fn refused(&self, url: &Url, monitor: &Monitor) -> Error {
        let host = fault::host_of(url);
        let words = match race(monitor, timeout(self.connect_timeout, self.words(&host))).await {
            Err(cancelled) => return cancelled,
            Ok(asked) => asked.ok().flatten(),
        };
        let said = words.map(|words| format!(": it answered {words}")).unwrap_or_default();
        let message = format!("the proxy {self} refused the way to {host}{said}");
        failed(message).hint(
            "the proxy's owner must allow this host and port; hosts of your own network belong into NO_PROXY",
        )
    }

    /// The status of the answer to `CONNECT`.
    async fn words(&self, host: &str) -> Option<String> {
        let proxy = self.url.as_ref().filter(|url| url.scheme() == "http")?;
        let port = proxy.port_or_known_default()?;
        let mut stream = TcpStream::connect((proxy.host_str()?, port)).await.ok()?;
        let request =
            format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n{}\r\n", login_line(proxy));
        stream.write_all(Secret::from(request).reveal().as_bytes()).await.ok()?;
        let mut head = Vec::new();
        while !head.contains(&b'\n') && head.len() < 512 {
            if stream.read_buf(&mut head).await.ok()? == 0 {
                break;
            }
        }
        let line = String::from_utf8_lossy(&head);
        let (_, status) = line.lines().next()?.split_once(' ')?;
        Some(clean(status.trim()).chars().take(80).collect())
    }
}

fn login_line(proxy: &Url) -> String {
    if proxy.username().is_empty() {
        return String::new();
    }
    let pair =
        format!("{}:{}", decoded(proxy.username()), decoded(proxy.password().unwrap_or_default()));
    format!("Proxy-Authorization: Basic {}\r\n", STANDARD.encode(pair))
}

fn failed(message: String) -> Error {
    Error::new(ErrorKind::Unreachable, message).hint(VARIABLES).fault(Fault::ProxyFailed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_proxy_names_hosts_and_domains() {
        for (host, list, expected) in [
            ("example.com", "example.com", true),
            ("a.example.com", "example.com", true),
            ("a.example.com", ".example.com", true),
            ("a.example.com", "*.example.com", true),
            ("badexample.com", "example.com", false),
            ("anything", "*", true),
            ("localhost", "127.0.0.1, localhost", true),
            ("example.com", "", false),
        ] {
            assert_eq!(is_excepted(host, list), expected, "{host} in {list}");
        }
    }
}
