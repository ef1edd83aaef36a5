//! Completes diagnostics with what only the text of their file tells: the excerpt.
//!
//! May import: `model::{diagnostic, excerpt, package}`.

use std::collections::HashMap;

use super::diagnostic::Diagnostic;
use super::excerpt::Excerpt;
use super::package::Package;

/// Completes the diagnostics about a file of that name. Those that have an excerpt keep it.
pub fn text(file: &str, text: &str, found: &mut [Diagnostic]) {
    let concerned = |found: &&mut Diagnostic| found.excerpt.is_none() && found.place.file == file;
    let mut lines = None;
    for found in found.iter_mut().filter(concerned) {
        let Some(span) = found.place.span else { continue };
        let lines: &Vec<&str> = lines.get_or_insert_with(|| text.lines().collect());
        found.excerpt = Excerpt::of(lines, span.line, span.column);
    }
}

/// Completes the diagnostics about the files of a package.
pub fn package(package: &Package, found: &mut [Diagnostic]) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, found) in found.iter().enumerate() {
        if found.excerpt.is_none() && found.place.span.is_some() {
            places.entry(&found.place.file).or_default().push(number);
        }
    }
    let mut excerpts = Vec::new();
    for file in &package.files {
        let Some(numbers) = places.get(package.place(&file.path).as_str()) else { continue };
        let Some(text) = file.text() else { continue };
        let lines: Vec<&str> = text.lines().collect();
        for number in numbers {
            let span = found.get(*number).and_then(|found| found.place.span).unwrap_or_default();
            excerpts.push((*number, Excerpt::of(&lines, span.line, span.column)));
        }
    }
    for (number, excerpt) in excerpts {
        if let Some(found) = found.get_mut(number) {
            found.excerpt = excerpt;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::IDX010;
    use crate::model::{PackageFile, Place, Span};

    fn at(file: &str, line: u32) -> Diagnostic {
        Diagnostic::new(&IDX010, Place::at(file, Span { line, column: 1, length: 1 }), "twice")
    }

    #[test]
    fn only_diagnostics_about_the_file_are_completed() {
        let mut found = [at("index.yaml", 2), at("other.yaml", 2), at("index.yaml", 9)];
        text("index.yaml", "a\nb", &mut found);
        let lines = found.map(|found| found.excerpt.map(|excerpt| excerpt.lines));
        assert_eq!(lines, [Some(vec!["a".to_owned(), "b".to_owned()]), None, None]);
    }

    #[test]
    fn files_of_packages_are_found_by_their_places() {
        let file = PackageFile { path: "values.yaml".to_owned(), bytes: b"a: 1"[..].into() };
        let redis = Package {
            name: "redis-1.0.0.tgz".to_owned(),
            root: "redis".to_owned(),
            archive: true,
            files: vec![file],
            ..Package::default()
        };
        let mut found = [at("redis-1.0.0.tgz!redis/values.yaml", 1)];
        package(&redis, &mut found);
        assert_eq!(found[0].excerpt.as_ref().map(|excerpt| excerpt.lines.len()), Some(1));
    }
}
