//! Arguments of the commands that read and write Kubernetes manifests.
//!
//! May import: `cli::args::choices`.

use clap::{Args, ValueEnum};

use super::choices::TextFormat;

const IMPORT: &str = "\
Registers the repositories of addons configurations, and stores the Secrets beside them.

FILE holds manifests as people write them or as kubectl prints them: several documents, lists, JSON. Each \
repository of an AddonsConfiguration or ClusterAddonsConfiguration is registered with its labels, its \
secretRef and its origin. Secrets go to the store; one that is there and says something else stays, unless \
--replace-secrets is given. A later import of the same configuration changes what is different and registers \
nothing twice. What is wrong is told; what is good is imported nevertheless.";

const STATUS: &str = "\
Tells what Helm Broker would say of addons configurations, and what chartroom says instead.

Every repository that the configurations in FILE name is fetched and every addon in it is loaded. Where Helm \
Broker tells the first reason only, all of them are told: the one that it would tell comes first, the others \
follow as \"also\". Configurations of one run are compared with each other. Where the manifest has a status, as \
kubectl prints it, it is said how it differs from what is found. Secrets in FILE come before those of the store, for \
this run only. Nothing is registered, nothing is stored.";

const EXPORT: &str = "\
Writes addon repositories as manifests that Helm Broker takes.

URLs are written as they are registered: placeholders are not filled, and credentials that stand beside a \
repository become placeholders; it is said which Secret must be made for them. What Helm Broker would not take is \
left out, and it is said why. reprocessRequest is raised for what came from an import, so that Helm Broker looks \
anew. Secrets are written with --with-secrets only.";

/// Registers the repositories of addons configurations, and stores the Secrets beside them
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(long_about = IMPORT, after_help = "\
Examples:
  chartroom import addons.yaml secrets.yaml
  kubectl get clusteraddonsconfigurations -o yaml | chartroom import -
  chartroom import addons.yaml --dry-run
  chartroom import addons.yaml --prune             removes what the file lists no longer

Exit codes:
  0  everything was imported
  1  something in the manifests is wrong, or a Secret in the store was kept; all else was imported
  2  a file could not be read, or a repository could not be fetched; it is registered nevertheless")]
pub(in crate::cli) struct ImportArguments {
    /// Files with manifests; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<String>,
    /// What the names of new repositories begin with
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(in crate::cli) prefix: String,
    /// Remove repositories that their configuration lists no longer
    #[arg(long)]
    pub(in crate::cli) prune: bool,
    /// Put Secrets in the place of stored ones that say something else
    #[arg(long)]
    pub(in crate::cli) replace_secrets: bool,
    /// Do not fetch the repositories now
    #[arg(long)]
    pub(in crate::cli) no_refresh: bool,
    /// Allow addons over plain http, as Helm Broker does in its develop mode
    #[arg(long)]
    pub(in crate::cli) develop_mode: bool,
    /// Say what would happen, and do nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// How it is written; json holds third-party text as it is
    #[arg(long, value_enum, default_value_t)]
    pub(in crate::cli) format: TextFormat,
}

/// Tells what Helm Broker would say of addons configurations, and what chartroom says instead
#[derive(Debug, Args)]
#[command(long_about = STATUS, after_help = "\
Examples:
  chartroom status addons.yaml
  kubectl get clusteraddonsconfigurations,addonsconfigurations -A -o yaml | chartroom status -
  kubectl get clusteraddonsconfigurations,secrets -A -o yaml | chartroom status -
  chartroom status addons.yaml --format json | jq '.configurations[].phase'

Exit codes:
  0  all configurations would be ready
  1  something would fail, or is wrong in the manifests
  2  something could not be looked at: a file, a host, a Secret that is nowhere")]
pub(in crate::cli) struct StatusArguments {
    /// Files with manifests; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<String>,
    /// Take plain http as Helm Broker does in its develop mode
    #[arg(long)]
    pub(in crate::cli) develop_mode: bool,
    /// How it is written; json holds third-party text as it is
    #[arg(long, value_enum, default_value_t)]
    pub(in crate::cli) format: TextFormat,
}

/// Writes addon repositories as manifests that Helm Broker takes
#[derive(Debug, Args)]
#[command(long_about = EXPORT, after_help = "\
Examples:
  chartroom export --format cluster-addons-configuration > addons.yaml
  chartroom export --format addons-configuration --name team --namespace stage kyma ours
  chartroom export --format addons-configuration --with-secrets --output all.yaml

Exit codes:
  0  every repository that was asked for is in it
  1  something was left out; it is said why
  2  nothing could be written")]
pub(in crate::cli) struct ExportArguments {
    /// Names of repositories; without any, all that hold addons
    #[arg(value_name = "REPOSITORY")]
    pub(in crate::cli) repositories: Vec<String>,
    /// What is written
    #[arg(long, value_enum)]
    pub(in crate::cli) format: ExportFormat,
    /// Write one configuration of this name; without it each repository goes back to the one it came from
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,
    /// The namespace of the configuration, and of Secrets that must be made
    #[arg(long, value_name = "NAMESPACE")]
    pub(in crate::cli) namespace: Option<String>,
    /// Write the Secrets that the repositories need too, with their values
    #[arg(long)]
    pub(in crate::cli) with_secrets: bool,
    /// Write into this file, which only its owner can read; without it on standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: Option<std::path::PathBuf>,
}

/// What an export writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// For one namespace
    AddonsConfiguration,
    /// For all namespaces
    ClusterAddonsConfiguration,
}
