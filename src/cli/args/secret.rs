//! Arguments of `chartroom secret`.
//!
//! May import: `cli::args::choices`, `model`.

use clap::{Args, Subcommand};

use super::choices::TableFormat;
use crate::model::SecretName;

#[derive(Debug, Subcommand)]
pub(crate) enum SecretCommand {
    Add(SecretAddArguments),
    #[command(visible_alias = "ls")]
    List(SecretListArguments),
    Show(SecretShowArguments),
    Set(SecretSetArguments),
    #[command(visible_alias = "rm")]
    Remove(SecretRemoveArguments),
}

/// Puts the Secrets of manifests into the store
///
/// FILE holds Kubernetes Secrets as people write them or as kubectl prints them: several documents, lists, JSON.
/// A Secret of the same namespace and name is replaced. Objects of other kinds are left out: chartroom import
/// takes both.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kubectl get secret data -n stage -o yaml | chartroom secret add -
  chartroom secret add data.yaml more.yaml

Exit codes: 0 all were added, 1 something in the manifests is wrong, 2 a Secret or file was not taken")]
pub(crate) struct SecretAddArguments {
    /// Files with manifests; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// Take Secrets that have values from files, commands or the environment of this machine
    #[arg(long)]
    pub(crate) trust_references: bool,
}

/// Lists the Secrets of the store: names, keys and users, never values
#[derive(Debug, Args)]
pub(crate) struct SecretListArguments {
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TableFormat,
}

/// Shows the keys of one Secret and where each value is, never a value
#[derive(Debug, Args)]
pub(crate) struct SecretShowArguments {
    /// The Secret: NAME or NAMESPACE/NAME
    #[arg(value_parser = name)]
    pub(crate) name: SecretName,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TableFormat,
}

/// Sets one key of a Secret, which is made if it is not there
///
/// The value is read from standard input (without the line break at its end), or --from says where it is kept:
/// then it is looked up each time it is needed, and never copied. A value cannot be given on the command line,
/// where every program on the machine can read it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  printf %s \"$TOKEN\" | chartroom secret set stage/data token
  chartroom secret set data sshkey < ~/.ssh/id_ed25519
  chartroom secret set data password --from 'command:pass show helm/reader'
  chartroom secret set data password --from env:HELM_PASSWORD
  chartroom secret set data token --from file:~/.config/token

Exit codes: 0 set, 2 not set")]
pub(crate) struct SecretSetArguments {
    /// The Secret: NAME or NAMESPACE/NAME
    #[arg(value_parser = name)]
    pub(crate) name: SecretName,
    /// The key: a placeholder of a URL, or a name such as username, password, token, sshkey
    pub(crate) key: String,
    /// Where the value is kept: env:…, file:… or command:…
    #[arg(long, value_name = "WHERE")]
    pub(crate) from: Option<String>,
}

/// Removes a Secret from the store, or only some of its keys
#[derive(Debug, Args)]
pub(crate) struct SecretRemoveArguments {
    /// The Secret: NAME or NAMESPACE/NAME
    #[arg(value_parser = name)]
    pub(crate) name: SecretName,
    /// Only these keys
    #[arg(value_name = "KEY")]
    pub(crate) keys: Vec<String>,
}

fn name(text: &str) -> Result<SecretName, String> {
    SecretName::parse(text).ok_or_else(|| "it must be NAME or NAMESPACE/NAME".to_owned())
}
