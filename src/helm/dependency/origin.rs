//! Where dependencies come from: the forms of `repository`, and the constraint on the version.
//!
//! May import: `helm::dependency::declared`, `helm::{chart, field}`, `model`.

use super::declared::Declared;
use crate::helm::chart::ChartRead;
use crate::helm::field::shown;
use crate::model::rule::dependency as rules;
use crate::model::{Findings, Severity};

/// Judges the place from which one dependency is fetched.
pub(super) fn judge(read: &ChartRead, declared: &Declared<'_>, findings: &mut Findings) {
    if declared.version.is_empty() {
        let message = format!("the dependency {} has no version", shown(&declared.name));
        findings.add(&rules::DEP010, declared.place("version"), message);
    }
    let is_vendored = read.chart.subcharts.contains(&declared.name) || is_broken(read, declared);
    let place = declared.place("repository");
    let repository = declared.repository.as_str();
    if repository.is_empty() {
        if !is_vendored {
            let message = format!(
                "the dependency {} has no repository, and charts does not hold it",
                shown(&declared.name)
            );
            findings.add(&rules::DEP011, place, message);
        }
    } else if repository.starts_with('@') || repository.starts_with("alias:") {
        if !read.package.archive {
            let message = format!("{} is a name that only this machine knows", shown(repository));
            findings.add(&rules::DEP012, place, message);
        }
    } else if let Some(path) = repository.strip_prefix("file://") {
        folder(read, path, declared, findings);
    } else if repository.starts_with("http://") {
        let message = format!("{} is fetched without encryption", shown(repository));
        findings.add(&rules::DEP014, place, message);
    } else if !is_url(repository) {
        let message = format!("{} is no URL", shown(repository));
        let found = findings.add(&rules::DEP015, place, message);
        if is_vendored {
            found.severity = Severity::Warning;
        }
    }
}

/// Whether something below charts is called so and only does not load.
fn is_broken(read: &ChartRead, declared: &Declared<'_>) -> bool {
    let (folder, archive) =
        (format!("charts/{}/", declared.name), format!("charts/{}-", declared.name));
    let mut paths = read.package.files.iter().map(|file| file.path.as_str());
    paths.any(|path| path.starts_with(&folder) || path.starts_with(&archive))
}

fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        !scheme.is_empty() && scheme.bytes().all(allowed) && !rest.is_empty()
    })
}

/// A folder within the chart must be there; one outside cannot be seen from here.
fn folder(read: &ChartRead, path: &str, declared: &Declared<'_>, findings: &mut Findings) {
    let parts: Vec<&str> =
        path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if path.starts_with('/') || parts.contains(&"..") || read.package.archive {
        return;
    }
    let chart = format!("{}/Chart.yaml", parts.join("/"));
    if read.package.file(&chart).is_none() {
        let message = format!("there is no chart in {}", shown(&declared.repository));
        findings.add(&rules::DEP013, declared.place("repository"), message);
    }
}
