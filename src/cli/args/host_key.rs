//! Arguments of `chartroom host-key`.
//!
//! May import: `cli::args::choices`.

use clap::{Args, Subcommand};

use super::choices::TableFormat;

#[derive(Debug, Subcommand)]
pub(crate) enum HostKeyCommand {
    #[command(visible_alias = "ls")]
    List(HostKeyListArguments),
    Trust(HostKeyTrustArguments),
    #[command(visible_alias = "rm")]
    Remove(HostKeyRemoveArguments),
}

/// Lists the keys of SSH servers that were trusted here
///
/// Those of the user's and the system's own files of `ssh` count too, and are not listed.
#[derive(Debug, Args)]
pub(crate) struct HostKeyListArguments {
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TableFormat,
}

/// Shows the key of an SSH server, and trusts it
///
/// With --fingerprint it is trusted if it is that one. Without, the fingerprint is shown and you are asked; where there
/// is no terminal to ask at, nothing is trusted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chartroom host-key trust git.example.org:2222
  chartroom host-key trust github.com --fingerprint SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU

Exit codes: 0 the key is trusted, 2 it is not")]
pub(crate) struct HostKeyTrustArguments {
    /// The server
    #[arg(value_name = "HOST[:PORT]")]
    pub(crate) host: Address,
    /// Trust the key only if it has this fingerprint
    #[arg(long, value_name = "SHA256:…")]
    pub(crate) fingerprint: Option<String>,
}

/// Trusts no key of an SSH server any more
#[derive(Debug, Args)]
pub(crate) struct HostKeyRemoveArguments {
    /// The server
    #[arg(value_name = "HOST[:PORT]")]
    pub(crate) host: Address,
}

/// A host and perhaps a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) host: String,
    pub(crate) port: Option<u16>,
}

impl std::str::FromStr for Address {
    type Err = String;

    /// Reads `host`, `host:port`, `[::1]:port`, `::1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.contains(['/', '@']) {
            return Err("only the host is wanted, and its port: git.example.org:2222".to_owned());
        }
        let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, rest)) => (host, rest.strip_prefix(':')),
            None if text.matches(':').count() == 1 => {
                text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)))
            }
            None => (text, None),
        };
        let port = port.map(|port| port.parse().ok().filter(|port| *port != 0));
        let port = match port {
            Some(None) => return Err("the port is not between 1 and 65535".to_owned()),
            Some(port) => port,
            None => None,
        };
        if host.is_empty() {
            return Err("the host is missing".to_owned());
        }
        Ok(Self { host: host.to_lowercase(), port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_may_have_a_port() {
        for (text, host, port) in [
            ("git.Example.org", "git.example.org", None),
            ("git.example.org:2222", "git.example.org", Some(2222)),
            ("[::1]:2222", "::1", Some(2222)),
            ("[::1]", "::1", None),
            ("::1", "::1", None),
        ] {
            let host = host.to_owned();
            assert_eq!(text.parse(), Ok(Address { host, port }), "{text}");
        }
        for text in ["", ":22", "h:0", "h:x", "git@h", "ssh://h"] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
