//! A catalogue read from the archives of a bucket that has no index: each archive is read once, and again only
//! when it has changed. The result is the text of an index, which then goes the way of every index.
//!
//! May import: `ops::archives/*`, `ops::contents`, `source`, `model`, `monitor`, `error`.

mod entry;
mod memo;
mod text;

use futures_util::StreamExt;
use futures_util::stream;

use self::memo::{Known, Memo, Outcome};
use super::contents::{self, Contents};
use crate::error::{Error, ErrorKind};
use crate::model::digest::sha256;
use crate::model::{Diagnostic, Repository, RepositoryKind};
use crate::monitor::{Monitor, Progress, Unit};
use crate::source::{
    self, ArchiveFile, Archives, Client, IndexAnswer, IndexBytes, PackageBytes, PackageName,
};

/// How many archives are read at the same time.
const AT_ONCE: usize = 4;

/// The index that an answer gives, from archives where there is no index file; `None` when what the caller has
/// is current.
///
/// # Errors
/// When an archive could not be fetched; what is wrong with one is told in the text.
pub(super) async fn index(
    client: &Client,
    repository: &Repository,
    answer: IndexAnswer,
    monitor: &Monitor,
) -> Result<Option<IndexBytes>, Error> {
    match answer {
        IndexAnswer::Unchanged => Ok(None),
        IndexAnswer::Read(index) => Ok(Some(index)),
        IndexAnswer::Listed(archives) => {
            read(client, repository, archives, monitor).await.map(Some)
        }
    }
}

/// What the text of such an index tells of archives that are left out.
pub(super) fn findings(name: &str, text: &[u8]) -> Vec<Diagnostic> {
    text::findings(name, text)
}

async fn read(
    client: &Client,
    repository: &Repository,
    archives: Archives,
    monitor: &Monitor,
) -> Result<IndexBytes, Error> {
    let Archives { name, files, validators, mut trail } = archives;
    let mut known = memo::load(client, repository).await;
    known.0.retain(|url, known| files.iter().any(|file| &file.url == url && known.is_of(file)));
    let reading = Reading { client, repository, monitor };
    let outcome = reading.missing(&files, &mut known).await;
    // What was read is not read again, even if the rest could not be had.
    memo::save(client, repository, &known).await;
    outcome?;
    trail.archives = Some(files.len());
    let bytes = text::write(&files, &known).into_bytes();
    if bytes.len() as u64 > client.settings.index_limit {
        let what =
            format!("the catalogue of {} archives is larger than an index may be", files.len());
        return Err(Error::new(ErrorKind::TooLarge, what).hint("name a longer prefix"));
    }
    Ok(IndexBytes { name, bytes, validators, trail })
}

/// Archives being read.
struct Reading<'asked> {
    client: &'asked Client,
    repository: &'asked Repository,
    monitor: &'asked Monitor,
}

impl Reading<'_> {
    /// Reads every archive that is not known.
    async fn missing(&self, files: &[ArchiveFile], known: &mut Memo) -> Result<(), Error> {
        let missing: Vec<ArchiveFile> =
            files.iter().filter(|file| !known.0.contains_key(&file.url)).cloned().collect();
        let total = missing.len();
        let mut questions = Vec::with_capacity(total);
        for file in missing {
            questions.push(self.one(file));
        }
        let mut answers = stream::iter(questions).buffered(AT_ONCE);
        let mut done = 0;
        while let Some(answer) = answers.next().await {
            let (file, outcome) = answer?;
            known.0.insert(file.url.clone(), Known::of(&file, outcome));
            done += 1;
            self.monitor.report(Progress {
                phase: "archives".to_owned(),
                done,
                total: Some(total as u64),
                unit: Unit::Packages,
            });
        }
        Ok(())
    }

    async fn one(&self, file: ArchiveFile) -> Result<(ArchiveFile, Outcome), Error> {
        if self.monitor.is_cancelled() {
            return Err(Error::cancelled());
        }
        let wanted = PackageName::Chart { url: &file.url, digest: "" };
        let quiet = self.monitor.quiet();
        let package = source::read_package(self.client, self.repository, wanted, &quiet).await;
        let package = match package {
            // Others that fail tell nothing of the archive: the catalogue would lose it for no fault of its own.
            Err(error) if matches!(error.kind, ErrorKind::TooLarge | ErrorKind::NotFound) => {
                return Ok((file, Outcome::LeftOut(error.message)));
            }
            package => package?,
        };
        let outcome = judge(package, &file).await?;
        Ok((file, outcome))
    }
}

/// What an archive turns out to be.
async fn judge(package: PackageBytes, file: &ArchiveFile) -> Result<Outcome, Error> {
    let digest = match &package {
        PackageBytes::Archive { bytes, .. } => sha256(bytes),
        PackageBytes::Tree { .. } => String::new(),
    };
    let inspection = contents::read(package, Some(RepositoryKind::Helm)).await?;
    Ok(match inspection.contents {
        Contents::Chart(chart) => chart.refused.map_or_else(
            || Outcome::Chart {
                name: chart.metadata.name.clone(),
                entry: entry::of(&chart.metadata, file, &digest),
            },
            Outcome::LeftOut,
        ),
        Contents::Addon(_) => Outcome::LeftOut("it holds an addon, not a chart".to_owned()),
        Contents::Unknown => {
            let why = inspection.diagnostics.first().map(|found| found.message.clone());
            Outcome::LeftOut(why.unwrap_or_else(|| "it is no chart".to_owned()))
        }
    })
}
