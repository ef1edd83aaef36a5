//! Arguments of the commands that read and write Kubernetes manifests.
//!
//! May import: nothing of the crate.

use clap::Args;

/// Registers the repositories of addons configurations, and stores the Secrets beside them.
///
/// FILE holds manifests as people write them or as kubectl prints them: several documents, lists, JSON. Each
/// repository of an AddonsConfiguration or ClusterAddonsConfiguration is registered with its labels, its
/// secretRef and its origin. Secrets go to the store. A later import of the same configuration changes what is
/// different and registers nothing twice. What is wrong is told; what is good is imported nevertheless.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chartroom import addons.yaml secrets.yaml
  kubectl get clusteraddonsconfigurations -o yaml | chartroom import -
  chartroom import addons.yaml --dry-run
  chartroom import addons.yaml --prune             removes what the file lists no longer

Exit codes:
  0  everything was imported
  1  something in the manifests is wrong; what is good was imported
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
    /// Do not fetch the repositories now
    #[arg(long)]
    pub(in crate::cli) no_refresh: bool,
    /// Allow addons over plain http, as Helm Broker does in its develop mode
    #[arg(long)]
    pub(in crate::cli) develop_mode: bool,
    /// Say what would happen, and do nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
}
