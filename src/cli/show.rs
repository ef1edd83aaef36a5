//! `chartroom show`: one section of one version of a chart or addon.
//!
//! May import: `cli::show::*`, `cli::{args, catalogs, output}`, `registry`, `ops`, `model`, `error`.

mod overview;
mod parts;
mod shown;

use std::io::{self, IsTerminal, Write};

use serde_json::{Value, json};

use self::parts::Part;
use self::shown::Shown;
use super::args::{Section, ShowArguments, TextFormat};
use super::catalogs::{self, Patience};
use super::output::{self, Exit, Meter};
use crate::error::{Error, ErrorKind};
use crate::model::size;
use crate::model::text::{clean, lines};
use crate::model::{Catalog, Entry, EntryVersion, Package, Repository, RepositoryKind};
use crate::ops::{self, Contents, Inspection, Wanted, Workplace};
use crate::registry::unknown;

/// What was asked for, found in the index.
struct Subject {
    repository: Repository,
    kind: RepositoryKind,
    entry: Entry,
    version: EntryVersion,
}

/// Carries out `show`.
pub(super) async fn run(
    arguments: &ShowArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let meter = Meter::of_terminal();
    let subject = find(&arguments.entry, place, &meter).await?;
    let shown = match arguments.section {
        Section::Versions => versions(&subject)?,
        Section::Overview if subject.kind == RepositoryKind::Helm => {
            overview::chart(&subject.repository.name, &subject.entry.name, &subject.version)
        }
        section => {
            let inspection = inspect(&subject, place, &meter).await?;
            of_package(section, &subject, &inspection)?
        }
    };
    drop(meter);
    match arguments.format {
        TextFormat::Json => output::json(out, &shown.value)?,
        // Into a file or a pipe goes what is there, byte for byte; a terminal gets what is harmless.
        TextFormat::Text if io::stdout().is_terminal() => {
            for line in lines(&shown.text) {
                writeln!(out, "{line}")?;
            }
        }
        TextFormat::Text => out.write_all(shown.text.as_bytes())?,
    }
    Ok(Exit::Clean)
}

async fn find(text: &str, place: &Workplace, meter: &Meter) -> Result<Subject, Error> {
    let Some((repository, entry)) = text.split_once('/') else {
        let message = format!("\"{}\" is not REPO/NAME[@VERSION]", clean(text));
        return Err(Error::new(ErrorKind::Malformed, message)
            .hint("`chartroom search \"\"` lists all names"));
    };
    let (entry, version) = match entry.rsplit_once('@') {
        Some((entry, version)) => (entry, Some(version)),
        None => (entry, None),
    };
    let loaded = catalogs::registered(place)?;
    let repository = loaded.find(repository).ok_or_else(|| unknown(repository))?;
    let monitor = meter.monitor(&repository.name);
    let fetched = catalogs::known(place, repository, Patience::Full, &monitor).await?;
    let entry = named(&fetched.catalog, repository, entry)?;
    let version = chosen(entry, version)?;
    Ok(Subject {
        repository: repository.clone(),
        kind: fetched.catalog.kind,
        entry: entry.clone(),
        version: version.clone(),
    })
}

fn named<'catalog>(
    catalog: &'catalog Catalog,
    repository: &Repository,
    name: &str,
) -> Result<&'catalog Entry, Error> {
    catalog.entry(name).ok_or_else(|| {
        let kind = catalog.kind.entries_name().trim_end_matches('s');
        let message = format!("{} has no {kind} named \"{}\"", repository.name, clean(name));
        let lower = name.to_lowercase();
        let near = catalog.entries.iter().find(|entry| entry.name.to_lowercase().contains(&lower));
        let hint = match near {
            Some(entry) if !name.is_empty() => {
                format!("perhaps {}/{}", repository.name, entry.name)
            }
            _ => format!("`chartroom search \"\" --repo {}` lists the names", repository.name),
        };
        Error::new(ErrorKind::NotFound, message).hint(hint)
    })
}

fn chosen<'entry>(entry: &'entry Entry, text: Option<&str>) -> Result<&'entry EntryVersion, Error> {
    let found = match text {
        Some(text) => entry.version(text),
        None => entry.head(),
    };
    found.ok_or_else(|| {
        let wanted = text.unwrap_or_default();
        let message = format!("{} has no version \"{}\"", entry.name, clean(wanted));
        let some: Vec<&str> =
            entry.versions.iter().take(5).map(|version| version.version.as_str()).collect();
        Error::new(ErrorKind::NotFound, message).hint(format!("the newest are {}", some.join(", ")))
    })
}

async fn inspect(subject: &Subject, place: &Workplace, meter: &Meter) -> Result<Inspection, Error> {
    let wanted = Wanted {
        repository: subject.repository.clone(),
        kind: subject.kind,
        entry: subject.entry.name.clone(),
        version: subject.version.clone(),
    };
    ops::inspect(&place.client, &wanted, &meter.monitor(&subject.entry.name)).await
}

fn of_package(
    section: Section,
    subject: &Subject,
    inspection: &Inspection,
) -> Result<Shown, Error> {
    let package = &inspection.package;
    if section == Section::Files {
        return Ok(files(package));
    }
    let parts = match (&inspection.contents, section) {
        (Contents::Addon(addon), Section::Overview) => {
            return Ok(overview::addon(&subject.repository.name, addon));
        }
        (Contents::Addon(addon), Section::Plans) => return Ok(overview::plans(addon)),
        (Contents::Addon(addon), section) => parts::of_addon(section, addon),
        (Contents::Chart(chart), section) => parts::of_chart(section, chart),
        (Contents::Unknown, _) => return Err(unreadable(package, inspection)),
    };
    if parts.is_empty() {
        return Err(absent(section, subject));
    }
    Ok(texts(package, &parts))
}

fn unreadable(package: &Package, inspection: &Inspection) -> Error {
    let first = inspection.diagnostics.first();
    let why = first.map_or_else(String::new, |found| format!(": {}", found.message));
    let message = format!("{} is neither a chart nor an addon{why}", package.name);
    Error::new(ErrorKind::Malformed, message)
        .hint("the section `files` shows what is in it, `chartroom validate` what is wrong with it")
}

fn absent(section: Section, subject: &Subject) -> Error {
    let what = match section {
        Section::Plans => "plans: only addons have",
        Section::Docs if subject.kind == RepositoryKind::Helm => {
            "documents: only addons have; see the section `readme`"
        }
        Section::Docs => "documents",
        Section::Readme => "README",
        Section::Schema => "schema",
        _ => "values",
    };
    let of = format!("{}@{}", subject.entry.name, subject.version.version);
    Error::new(ErrorKind::NotFound, format!("{of} has no {what}"))
        .hint("the section `files` shows what is in it")
}

fn versions(subject: &Subject) -> std::io::Result<Shown> {
    let rows: Vec<Vec<String>> = subject.entry.versions.iter().map(row).collect();
    let mut text = Vec::new();
    output::full_table(&mut text, &["VERSION", "APP VERSION", "CREATED", "STATE"], &rows)?;
    let objects = subject.entry.versions.iter().map(overview::version_object).collect();
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok(Shown { text, value: Value::Array(objects) })
}

fn row(version: &EntryVersion) -> Vec<String> {
    let state = if version.deprecated { "deprecated" } else { "" };
    vec![
        version.version.clone(),
        version.app_version.clone(),
        version.created.clone(),
        state.to_owned(),
    ]
}

fn files(package: &Package) -> Shown {
    let mut text = String::new();
    let mut objects = Vec::new();
    for file in &package.files {
        let size = file.bytes.len();
        text.extend([&format!("{:>10}  ", size::bytes(size as u64)), &*clean(&file.path), "\n"]);
        objects.push(json!({ "path": file.path, "size": size }));
    }
    Shown { text, value: Value::Array(objects) }
}

/// Files as they are; where there are several, each below a line with its path.
fn texts(package: &Package, parts: &[Part]) -> Shown {
    let mut text = String::new();
    let mut objects = Vec::new();
    for part in parts {
        let bytes = package.file(&part.path).map_or(&[][..], |file| &file.bytes);
        let content = String::from_utf8_lossy(bytes);
        if parts.len() > 1 {
            let gap = if text.is_empty() { "" } else { "\n" };
            text.extend([gap, "# ", &clean(&part.path), "\n"]);
        }
        text.push_str(&content);
        if !content.ends_with('\n') {
            text.push('\n');
        }
        objects.push(json!({ "path": part.path, "plan": part.plan, "text": content }));
    }
    Shown { text, value: Value::Array(objects) }
}
