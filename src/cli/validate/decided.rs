//! What was decided about a target's findings: by flags, by the `chartroom.yaml` beside it, by a baseline.
//!
//! May import: `cli::args`, `validate`, `model`, `error`.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::cli::args::{Limit, ValidateArguments};
use crate::error::{Error, ErrorKind};
use crate::model::Severity;
use crate::validate::configuration::FILE;
use crate::validate::{Baseline, Configuration, Extent, Policy};

/// How long a configuration or a baseline may be, in bytes.
const LIMIT: u64 = 16 << 20;

/// Policy and limit for one target.
#[derive(Debug)]
pub(super) struct Decided {
    pub(super) policy: Policy,
    pub(super) limit: Limit,
}

impl Decided {
    /// Flags win over the configuration. Only a local target has one beside it: what a stranger's repository says of
    /// itself decides nothing here.
    ///
    /// # Errors
    /// When a file that was named, or is beside the target, cannot be read or understood.
    pub(super) fn of(arguments: &ValidateArguments, local: Option<&str>) -> Result<Self, Error> {
        let file = match &arguments.config {
            Some(path) => Some(path.clone()),
            None => local.and_then(|target| beside(Path::new(target))),
        };
        let configuration = file.as_deref().map(read).transpose()?.unwrap_or_default();
        let Configuration { mut policy, fail_on, baseline } = configuration;
        if !arguments.select.is_empty() {
            policy.select.clone_from(&arguments.select);
        }
        policy.ignore.extend(arguments.ignore.iter().cloned());
        policy.severities.extend(arguments.severity.iter().cloned());
        let beside = |path: String| match file.as_deref().and_then(Path::parent) {
            Some(folder) => folder.join(path),
            None => PathBuf::from(path),
        };
        let path = arguments.baseline.clone().or_else(|| baseline.map(beside));
        // The one that is being written anew need not be there yet.
        let is_new = |path: &PathBuf| arguments.write_baseline.as_ref() == Some(path);
        policy.baseline = path.filter(|path| !is_new(path)).as_deref().map(forgiven).transpose()?;
        if arguments.write_baseline.is_some() {
            policy.extent = Extent::All;
        }
        let limit = arguments.fail_on.or(fail_on.map(Limit::At));
        Ok(Self { policy, limit: limit.unwrap_or(Limit::At(Severity::Error)) })
    }
}

/// The configuration of a local target: in its folder or, within a Git working tree, in one above.
fn beside(target: &Path) -> Option<PathBuf> {
    let target = fs::canonicalize(target).ok()?;
    let folder = if target.is_dir() { target.as_path() } else { target.parent()? };
    let top = folder.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    let mut folders = folder.ancestors().take(top + 1).map(|folder| folder.join(FILE));
    folders.find(|file| file.is_file())
}

fn read(path: &Path) -> Result<Configuration, Error> {
    let text = text(path)?;
    Configuration::parse(&text).map_err(|why| {
        Error::new(ErrorKind::Malformed, format!("{} is not understood: {why}", path.display()))
            .hint("`chartroom validate --help` shows what it may say; nothing was validated")
    })
}

fn forgiven(path: &Path) -> Result<Baseline, Error> {
    let text = text(path)?;
    Baseline::parse(&text).map_err(|why| {
        Error::new(ErrorKind::Malformed, format!("{} is no baseline: {why}", path.display()))
            .hint("write it anew with --write-baseline; nothing was validated")
    })
}

/// The text of a file. What a stranger's pull request names may be a device or a pipe that never ends.
fn text(path: &Path) -> Result<String, Error> {
    let failed = |error: io::Error| {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::Io,
        };
        Error::new(kind, format!("{} cannot be read", path.display())).because(error)
    };
    // Asked before it is opened: a pipe would wait for its writer.
    let data = fs::metadata(path).map_err(failed)?;
    let refused = |kind, why: String| {
        let message = format!("{} {why}", path.display());
        Err(Error::new(kind, message).hint("nothing was validated"))
    };
    if !data.is_file() {
        return refused(ErrorKind::Malformed, "is no regular file".to_owned());
    }
    if data.len() > LIMIT {
        return refused(ErrorKind::TooLarge, format!("is longer than {} MiB", LIMIT >> 20));
    }
    let mut text = String::new();
    let file = File::open(path).map_err(failed)?;
    file.take(LIMIT).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}
