//! The command line: every command, flag and help text.
//!
//! May import: `cli::args::*`, `model`.

mod access;
mod choices;
mod host_key;
mod manifest;
mod secret;
mod validate;

use clap::{Args, Parser, Subcommand};

pub(super) use self::access::AccessArguments;
pub(super) use self::choices::{
    DepthChoice, KindChoice, Section, TableFormat, TextFormat, UrlType,
};
pub(super) use self::host_key::{
    HostKeyCommand, HostKeyListArguments, HostKeyRemoveArguments, HostKeyTrustArguments,
};
pub(super) use self::manifest::{ExportArguments, ExportFormat, ImportArguments, StatusArguments};
pub(super) use self::secret::{
    SecretAddArguments, SecretCommand, SecretListArguments, SecretRemoveArguments,
    SecretSetArguments, SecretShowArguments,
};
pub(super) use self::validate::{Limit, ValidateArguments};
use crate::model::RepositoryKind;

const AFTER: &str = "\
Examples:
  chartroom                                         open the screen
  chartroom repo add bitnami https://charts.bitnami.com/bitnami
  chartroom repo add kyma github.com/kyma-project/addons//addons/index.yaml
  chartroom search redis --versions
  chartroom show bitnami/redis values > values.yaml
  chartroom validate ./my-charts --fail-on warning

Exit codes:
  0  done, and nothing at or above --fail-on was found
  1  validate: findings at or above --fail-on
  2  it could not be done or looked at: usage, network, disk

Environment:
  XDG_CONFIG_HOME  config.yaml and repositories.yaml are in its folder chartroom (~/.config)
  XDG_CACHE_HOME   fetched indexes and packages are in its folder chartroom (~/.cache)
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
                   proxies for https and http
  NO_COLOR         the screen without colours";

const ADD: &str = "\
Checks a repository step by step, and registers it if all is well.

URL is any of these:
  https://charts.example.org/stable          Helm charts, with or without /index.yaml
  https://example.org/addons/index-2.yaml    addons, with their packages beside the index
  git::https://example.org/team/repo.git//addons/index.yaml?ref=main&depth=1
  github.com/owner/repo//addons/index.yaml   short for the same
  git::ssh://git@example.org/team/repo.git//addons/index.yaml?ref=v1.2
  s3://s3.eu-central-1.amazonaws.com/bucket/charts
  ./charts, /srv/charts/index.yaml           a folder, or an index file in it

Whether it holds charts or addons is told by the content of the index. Credentials in the URL are
taken out of it, kept apart, and never shown again. The steps of the check are told on standard
error.";

/// Registers, browses and validates Helm chart and Kyma addon repositories.
///
/// Without a command the screen opens: repositories, their charts or addons, and what is in them, side by
/// side. The commands do the same without a screen, for scripts.
#[derive(Debug, Parser)]
#[command(name = "chartroom", version, after_help = AFTER, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Adds, lists, edits, removes and refreshes repositories
    #[command(subcommand)]
    Repo(RepoCommand),
    Search(SearchArguments),
    Show(ShowArguments),
    Validate(ValidateArguments),
    /// Keeps the Secrets that fill in URLs and let us in
    #[command(subcommand)]
    Secret(SecretCommand),
    /// Keeps the keys of SSH servers that are trusted
    #[command(subcommand)]
    HostKey(HostKeyCommand),
    Import(ImportArguments),
    Export(ExportArguments),
    Status(StatusArguments),
    Explain(ExplainArguments),
    Rules(RulesArguments),
    Config(ConfigArguments),
}

#[derive(Debug, Subcommand)]
pub(super) enum RepoCommand {
    Add(Box<AddArguments>),
    Check(Box<CheckArguments>),
    #[command(visible_alias = "ls")]
    List(ListArguments),
    Edit(Box<EditArguments>),
    #[command(visible_alias = "rm")]
    Remove(RemoveArguments),
    #[command(visible_alias = "update")]
    Refresh(RefreshArguments),
}

/// Checks a repository step by step, and registers it if all is well
#[derive(Debug, Args)]
#[command(
    long_about = ADD,
    after_help = "\
Examples:
  chartroom repo add stable https://charts.example.org/stable
  printf %s \"$TOKEN\" | chartroom repo add ours https://charts.example.org \\
      --username ci --password-stdin
  chartroom repo add inner https://charts.corp.example --ca-file company.pem \
      --certificate-file me.pem --key-file me.key
  chartroom repo add bucket s3://s3.eu-central-1.amazonaws.com/bucket/charts --secret s3-keys
  chartroom repo add kyma https://example.org/addons/index.yaml --index index-testing.yaml
                                                    registers kyma and kyma-testing

Exit codes: 0 registered, 2 not registered"
)]
pub(super) struct AddArguments {
    /// Name of the repository: unique, without slashes and blanks
    pub(super) name: String,
    /// Where it is
    pub(super) url: String,
    /// Insist on this kind; without it the content decides
    #[arg(long, value_name = "KIND", value_parser = choices::kind_parser())]
    pub(super) kind: Option<RepositoryKind>,
    /// A line about it, for lists
    #[arg(long, value_name = "TEXT")]
    pub(super) description: Option<String>,
    /// A label; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) label: Vec<String>,
    /// A further index file of that place, registered as NAME-… too; where URL names a folder, the first
    /// of these files is NAME
    #[arg(long, value_name = "FILE")]
    pub(super) index: Vec<String>,
    /// Register without a check; the repository is marked unverified
    #[arg(long)]
    pub(super) no_validate: bool,
    /// Check and say what would be registered, but save nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) access: AccessArguments,
}

/// Checks a repository step by step, and saves nothing.
///
/// The same check that is made before a repository is registered, and a look at one of its packages, of
/// which nothing but a warning comes. Every cause has a stable name, and the number that `OpenPitrix`, the
/// application store of KubeSphere, gives it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chartroom repo check bitnami
  chartroom repo check https://charts.example.org/stable --ca-file company.pem --format json
  printf %s \"$TOKEN\" | chartroom repo check https://charts.example.org --token-stdin

Exit codes: 0 all is well, 2 it is not")]
pub(super) struct CheckArguments {
    /// Name of a registered repository, or any URL that repo add takes
    #[arg(value_name = "NAME|URL")]
    pub(super) target: String,
    /// Insist on this kind; without it the content decides
    #[arg(long, value_name = "KIND", value_parser = choices::kind_parser())]
    pub(super) kind: Option<RepositoryKind>,
    /// Insist on this kind of URL, as the form of KubeSphere does
    #[arg(long = "type", value_name = "TYPE")]
    pub(super) url_type: Option<UrlType>,
    /// How the outcome is written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: TextFormat,
    #[command(flatten)]
    pub(super) access: AccessArguments,
}

/// Lists the registered repositories, with what is known of them from the last look.
#[derive(Debug, Args)]
pub(super) struct ListArguments {
    /// Only these repositories
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,
    /// How the list is written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: TableFormat,
}

/// Changes a registered repository; what is not named stays as it is.
///
/// When what is fetched changes (URL, kind, credentials, way in) the repository is checked again before it is saved.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chartroom repo edit ours --url https://charts.example.org/v2
  chartroom repo edit ours --name theirs --description \"\"
  chartroom repo edit ours --username \"\"            forgets all typed credentials
  chartroom repo edit ours --secret team/keys       takes them from a Secret
  chartroom repo edit ours --insecure-skip-tls-verify=false")]
pub(super) struct EditArguments {
    /// Its present name
    pub(super) repository: String,
    /// Its new name
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Where it is now
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    /// Insist on this kind; auto lets the content decide
    #[arg(long, value_name = "KIND")]
    pub(super) kind: Option<KindChoice>,
    /// A line about it; empty for none
    #[arg(long, value_name = "TEXT")]
    pub(super) description: Option<String>,
    /// A label; KEY- takes it away; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) label: Vec<String>,
    /// Save without a check; the repository is marked unverified
    #[arg(long)]
    pub(super) no_validate: bool,
    #[command(flatten)]
    pub(super) access: AccessArguments,
}

/// Removes repositories from the registry.
///
/// A sample that was removed does not come back. All names are looked at first: if one is unknown, none is removed.
#[derive(Debug, Args)]
pub(super) struct RemoveArguments {
    /// Names of repositories
    #[arg(required = true, value_name = "NAME")]
    pub(super) names: Vec<String>,
}

/// Fetches the indexes of repositories again, all at once; of all repositories when none is named.
///
/// A repository that fails keeps what was known of it, and does not keep the others from being fetched.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 all are current, 2 one could not be fetched or is refused")]
pub(super) struct RefreshArguments {
    /// Names of repositories
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,
}

/// Searches the charts and addons of all repositories.
///
/// Every TERM must be found in the name, description, keywords or app version, ignoring case. Repositories are searched as they were last
/// fetched; those that never were are fetched now, for a few seconds unless --repo names them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chartroom search redis
  chartroom search redis cluster --repo bitnami --versions
  chartroom search \"\"                               everything
  chartroom search redis --format json | jq -r '.[].version'

Exit codes: 0 searched, even if nothing was found; 2 a repository could not be searched")]
pub(super) struct SearchArguments {
    /// What to look for
    #[arg(required = true, value_name = "TERM")]
    pub(super) terms: Vec<String>,
    /// Only in this repository; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) repo: Vec<String>,
    /// Every version that matches, not only one of each chart or addon
    #[arg(long)]
    pub(super) versions: bool,
    /// How the hits are written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: TableFormat,
}

/// Shows one section of a chart or addon.
///
/// Without a version the newest is shown that is not a pre-release.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chartroom show sample-charts/hello-web
  chartroom show sample-charts/hello-web@1.1.0 values > values.yaml
  chartroom show sample-addons/cache plans
  chartroom show sample-charts/hello-web versions --format json

Sections:
  overview   what it says of itself (the default)
  versions   all versions in the index
  readme     the README as it is
  values     values.yaml as it is: of the chart, or of each plan of an addon
  schema     the JSON schema of the values, or the schemas of each plan
  files      all files of the package, with their sizes
  plans      addons: the plans
  docs       addons: the documents

Exit codes: 0 shown, 2 it is not there or could not be fetched")]
pub(super) struct ShowArguments {
    /// Repository, chart or addon, and version
    #[arg(value_name = "REPO/NAME[@VERSION]")]
    pub(super) entry: String,
    /// Which section
    #[arg(value_enum, hide_possible_values = true, default_value_t)]
    pub(super) section: Section,
    /// How it is written; json holds third-party text as it is
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: TextFormat,
}

/// Tells how a URL is understood, without any network.
///
/// Scheme, host, repository, ref, depth, path of the index, and where packages are sought. Passwords and
/// tokens are masked.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 it is understood, 2 it is not")]
pub(super) struct ExplainArguments {
    /// Any URL or path
    pub(super) url: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: TextFormat,
}

/// Lists the rules of validate, or tells all about some of them.
#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    /// Codes or names of rules, such as IDX010 or duplicate-version
    #[arg(value_name = "RULE")]
    pub(super) rules: Vec<String>,
    /// How they are written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: TableFormat,
}

/// Tells where everything is kept and what is set.
#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    /// Print a commented config.yaml with the defaults instead
    #[arg(long)]
    pub(super) template: bool,
}
