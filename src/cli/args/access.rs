//! Flags that say how a repository is let in at, shared by the commands that reach one.
//!
//! May import: nothing of the crate.

use clap::Args;

/// How the place is let in at.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Way in")]
pub(crate) struct AccessArguments {
    /// The Secret that fills the placeholders of the URL and holds credentials; empty for none
    #[arg(long, value_name = "[NAMESPACE/]NAME")]
    pub(crate) secret: Option<String>,
    /// User name for the host; empty forgets the credentials
    #[arg(long, value_name = "USER")]
    pub(crate) username: Option<String>,
    /// Object stores: the access key id; the same as --username
    #[arg(long, value_name = "ID", conflicts_with = "username")]
    pub(crate) access_key_id: Option<String>,
    /// Read the password from standard input, up to the first line break
    #[arg(long, group = "stdin")]
    pub(crate) password_stdin: bool,
    /// Object stores: read the secret access key from standard input, or both keys as JSON
    #[arg(long, group = "stdin")]
    pub(crate) secret_key_stdin: bool,
    /// Read a token from standard input: sent as Authorization: Bearer …
    #[arg(long, group = "stdin")]
    pub(crate) token_stdin: bool,
    /// A further request header, of which the value is read from standard input; for several, put
    /// header.NAME into a Secret
    #[arg(long, value_name = "NAME", group = "stdin")]
    pub(crate) header: Option<String>,
    /// PEM file of certificate authorities to trust besides the system's; empty for none
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<String>,
    /// PEM file of the certificate that is shown to the server; empty for none
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate_file: Option<String>,
    /// PEM file of its private key, if that is another file
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<String>,
    /// Do not verify the server's certificate: anyone may then answer in its place. Said each time
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    pub(crate) insecure_skip_tls_verify: Option<bool>,
    /// Private key for Git over SSH; empty for those of ssh itself
    #[arg(long, value_name = "FILE")]
    pub(crate) ssh_key_file: Option<String>,
    /// Trust the SSH server's key with this fingerprint from now on
    #[arg(long, value_name = "SHA256:…")]
    pub(crate) trust_host_key: Option<String>,
    /// Take addons over plain http, as Helm Broker does in its develop mode only
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    pub(crate) develop_mode: Option<bool>,
    /// Refused: everybody on this machine can read the arguments of a command
    #[arg(long, value_name = "VALUE", num_args = 0..=1, default_missing_value = "", hide = true)]
    pub(crate) password: Option<String>,
    /// Refused, as --password
    #[arg(long, value_name = "VALUE", num_args = 0..=1, default_missing_value = "", hide = true)]
    pub(crate) token: Option<String>,
    /// Refused, as --password
    #[arg(long, value_name = "VALUE", num_args = 0..=1, default_missing_value = "", hide = true)]
    pub(crate) secret_key: Option<String>,
}

impl AccessArguments {
    /// Whether a secret is awaited on standard input.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.password_stdin || self.secret_key_stdin || self.token_stdin || self.header.is_some()
    }

    /// The user name, or the access key id.
    pub(crate) fn user(&self) -> Option<&str> {
        self.username.as_deref().or(self.access_key_id.as_deref())
    }
}
