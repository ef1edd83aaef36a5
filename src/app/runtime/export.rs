//! Writing a report to a file that the user names.
//!
//! May import: `app::{effect, task}`, `error`, `report`.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::app::effect::Exporting;
use crate::app::task::Exported;
use crate::error::{Error, ErrorKind};
use crate::report;

/// Writes it, but not over a file that is there unless that is meant.
pub(super) fn export(exporting: &Exporting) -> Result<Exported, Error> {
    let path = at_home(&exporting.path);
    match write(&path, exporting) {
        Ok(()) => Ok(Exported::Written),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Exported::Exists),
        Err(error) => {
            let message = format!("cannot write {}", path.display());
            Err(Error::new(ErrorKind::Io, message).because(error))
        }
    }
}

fn write(path: &Path, exporting: &Exporting) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    if exporting.replaces {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let mut out = BufWriter::new(options.open(path)?);
    report::write(exporting.format, &exporting.report, &mut out)?;
    out.flush()
}

/// The path with the home folder in the place of `~`.
fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Report;
    use crate::report::Format;

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_that_is_meant() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("findings.txt");
        std::fs::write(&path, "mine").expect("a file");
        let report = Arc::new(Report { target: "one".to_owned(), ..Report::default() });
        let exporting =
            Exporting { path: path.clone(), format: Format::Text, replaces: false, report };
        let text = || std::fs::read_to_string(&path).expect("a file");
        assert_eq!(export(&exporting).expect("it was looked at"), Exported::Exists);
        assert_eq!(text(), "mine");
        let exporting = Exporting { replaces: true, ..exporting };
        assert_eq!(export(&exporting).expect("it is written"), Exported::Written);
        assert!(text().starts_with("one"), "{}", text());
        let exporting = Exporting { path: folder.path().join("no/such"), ..exporting };
        assert!(export(&exporting).is_err());
    }
}
