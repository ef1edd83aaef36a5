//! Files of a local target, mended by the findings about them: planned first, written when the user agrees.
//!
//! May import: `ops::target`, `validate`, `disk`, `model`, `error`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::target::local_path;
use crate::disk;
use crate::error::{Error, ErrorKind};
use crate::model::{Diagnostic, Excerpt, Report};
use crate::validate::fix;

/// A file, as it is and as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Where it is.
    pub path: PathBuf,
    /// As reports name it.
    pub file: String,
    /// Its text now.
    pub before: String,
    /// Its text when mended.
    pub after: String,
    /// How many findings that answers.
    pub count: usize,
}

/// What could be mended of a local target by the findings of its report. Files inside archives, of other places, and
/// those that changed since they were judged are left alone.
#[must_use]
pub fn plan(target: &str, report: &Report) -> Vec<Repair> {
    let (Some(base), Some(bounds)) = (&report.folder, bounds(target)) else { return Vec::new() };
    let mut files: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for found in &report.diagnostics {
        files.entry(&found.place.file).or_default().push(found);
    }
    files.into_iter().filter_map(|(file, found)| repair((base, &bounds), file, &found)).collect()
}

/// Writes the mended texts.
///
/// # Errors
/// When a file changed since it was planned, or cannot be written; those before it are written.
pub fn apply(repairs: &[Repair]) -> Result<(), Error> {
    for repair in repairs {
        if fs::read_to_string(&repair.path).ok().as_ref() != Some(&repair.before) {
            let message = format!("{} has changed since it was judged", repair.path.display());
            return Err(Error::new(ErrorKind::Io, message).hint("validate it again"));
        }
        disk::write_shared(&repair.path, repair.after.as_bytes())?;
    }
    Ok(())
}

/// The folder that a local target is, or in which it lies: nothing outside of it is written.
fn bounds(target: &str) -> Option<PathBuf> {
    let path = fs::canonicalize(local_path(target)).ok()?;
    if path.is_dir() { Some(path) } else { path.parent().map(Path::to_owned) }
}

/// The file that the report names, from the folder where its names begin, and none that merely looks like it.
fn repair((base, bounds): (&Path, &Path), file: &str, found: &[&Diagnostic]) -> Option<Repair> {
    let path = within(base, bounds, file)?;
    let before = fs::read_to_string(&path).ok().filter(|text| is_what_was_judged(text, found))?;
    let mended = fix::mend(&before, found.iter().copied())?;
    let file = file.to_owned();
    Some(Repair { path, file, before, after: mended.text, count: mended.count })
}

/// The path of a file, if it is one in the target's folder, links followed.
fn within(base: &Path, bounds: &Path, file: &str) -> Option<PathBuf> {
    let path = fs::canonicalize(base.join(file)).ok()?;
    (path.is_file() && path.starts_with(bounds)).then_some(path)
}

/// Whether the lines that the findings quote stand where they say.
fn is_what_was_judged(text: &str, found: &[&Diagnostic]) -> bool {
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
    found.iter().all(|found| {
        let (Some(known), Some(span)) = (&found.excerpt, found.place.span) else { return true };
        Excerpt::of(&lines, span.line, span.column).as_ref() == Some(known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::IDX014;
    use crate::model::{Place, Span};

    const TEXT: &str = "apiVersion: v1\nappVersion: 1.10 # ours\n";

    fn report(folder: &Path, file: &str, text: &str) -> Report {
        let span = Span { line: 2, column: 13, length: 4 };
        let mut found = Diagnostic::new(&IDX014, Place::at(file, span), "a number");
        let lines: Vec<&str> = text.lines().collect();
        found.excerpt = Excerpt::of(&lines, 2, 13);
        let folder = Some(folder.to_owned());
        Report { diagnostics: vec![found], folder, ..Report::default() }
    }

    #[test]
    fn only_files_in_the_target_that_are_as_they_were_judged_are_mended() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("charts");
        fs::create_dir(&folder).expect("a folder");
        for path in [folder.join("index.yaml"), home.path().join("outside.yaml")] {
            fs::write(path, TEXT).expect("a file");
        }
        let target = folder.display().to_string();
        let count = |file: &str, text: &str| plan(&target, &report(&folder, file, text)).len();
        assert_eq!(count("index.yaml", TEXT), 1);
        assert_eq!(count("index.yaml", "apiVersion: v1\nappVersion: 1.20\n"), 0);
        assert_eq!(count("../outside.yaml", TEXT), 0);
        assert_eq!(count("a.tgz!a/Chart.yaml", TEXT), 0);
    }

    #[test]
    fn the_file_of_a_chart_is_mended_and_not_its_like_within() {
        let home = tempfile::tempdir().expect("a folder");
        let chart = home.path().join("redis");
        fs::create_dir_all(chart.join("redis")).expect("a folder");
        for path in [chart.join("Chart.yaml"), chart.join("redis/Chart.yaml")] {
            fs::write(path, TEXT).expect("a file");
        }
        let report = report(home.path(), "redis/Chart.yaml", TEXT);
        let expected = fs::canonicalize(chart.join("Chart.yaml")).expect("it is there");
        for target in [chart.clone(), chart.join("Chart.yaml")] {
            let repairs = plan(&target.display().to_string(), &report);
            let paths: Vec<_> = repairs.into_iter().map(|repair| repair.path).collect();
            assert_eq!(paths, std::slice::from_ref(&expected), "{}", target.display());
        }
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_not_written() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("index.yaml");
        fs::write(&path, TEXT).expect("a file");
        let target = path.display().to_string();
        let repairs = plan(&target, &report(home.path(), "index.yaml", TEXT));
        fs::write(&path, "changed").expect("a file");
        assert!(apply(&repairs).is_err());
        fs::write(&path, TEXT).expect("a file");
        apply(&repairs).expect("it is as it was");
        let text = fs::read_to_string(&path).expect("a file");
        assert_eq!(text, "apiVersion: v1\nappVersion: \"1.10\" # ours\n");
    }
}
