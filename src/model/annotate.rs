//! Completes diagnostics with what only the text of their file tells: the excerpt, and whether a comment in the file
//! accepts them.
//!
//! May import: `model::{comment, diagnostic, excerpt, package, rule, suppression}`.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::comment::comments;
use super::diagnostic::{Diagnostic, Place, Related, Span};
use super::excerpt::Excerpt;
use super::package::Package;
use super::rule::Rule;
use super::suppression::Suppression;

/// How many characters a place marks at most that does not say how long it is.
const LONGEST: usize = 120;

/// The shortest beginning of codes by which a comment names rules.
const SHORTEST: usize = 3;

/// Completes the diagnostics about a file of that name. What they have already, they keep.
pub fn text(file: &str, text: &str, found: &mut [Diagnostic]) {
    Page::of(file, text).complete(found);
}

/// Completes the diagnostics about the files of a package.
pub fn package(package: &Package, found: &mut [Diagnostic]) {
    let mut places: HashMap<String, Vec<&mut Diagnostic>> = HashMap::new();
    for found in found.iter_mut().filter(|found| found.excerpt.is_none()) {
        match places.get_mut(&found.place.file) {
            Some(others) => others.push(found),
            None => {
                places.insert(found.place.file.clone(), vec![found]);
            }
        }
    }
    if places.is_empty() {
        return;
    }
    for file in &package.files {
        let name = package.place(&file.path);
        let Some(found) = places.remove(&name) else { continue };
        if let Some(text) = file.text() {
            let page = Page::of(&name, text);
            for found in found {
                page.complete_one(found);
            }
        }
    }
}

/// Lets no comment accept these findings: their files are those of strangers. That one asks for it is told beside the
/// finding.
pub fn distrust(found: &mut [Diagnostic]) {
    for found in found {
        if matches!(found.suppressed, Some(Suppression::Inline(_))) {
            found.suppressed = None;
            let place = Place::file(found.place.file.as_str());
            let message = "a comment asks to ignore it: comments count in local targets only";
            found.related.push(Related { place, message: message.to_owned() });
        }
    }
}

/// The text of a file, read once for all that is found in it.
#[derive(Debug)]
pub struct Page<'text> {
    file: &'text str,
    text: &'text str,
    lines: OnceCell<Vec<&'text str>>,
    /// What comments say of a line, or of the whole file, and of rules with that name or beginning.
    remarks: HashMap<(Option<u32>, String), Remark<'text>>,
}

/// What the comments say that name the same.
#[derive(Debug, Default)]
struct Remark<'text> {
    /// The first reason that one gives.
    reason: Option<&'text str>,
    /// The line of the first that gives none.
    without: Option<u32>,
}

impl<'text> Page<'text> {
    /// The text of a file, as diagnostics name it.
    #[must_use]
    pub fn of(file: &'text str, text: &'text str) -> Self {
        let mut remarks: HashMap<_, Remark<'text>> = HashMap::new();
        for comment in comments(text) {
            for name in comment.rules {
                let name = name.to_ascii_lowercase();
                let remark = remarks.entry((comment.of, name)).or_default();
                if comment.reason.is_empty() {
                    remark.without.get_or_insert(comment.line);
                } else {
                    remark.reason.get_or_insert(comment.reason);
                }
            }
        }
        Self { file, text, lines: OnceCell::new(), remarks }
    }

    /// Completes the diagnostics about this file. What they have already, they keep.
    pub fn complete(&self, found: &mut [Diagnostic]) {
        let own = found.iter_mut().filter(|found| found.place.file == self.file);
        own.for_each(|found| self.complete_one(found));
    }

    fn complete_one(&self, found: &mut Diagnostic) {
        if let (None, Some(span)) = (&found.excerpt, &mut found.place.span) {
            let lines = self.lines.get_or_init(|| self.text.lines().collect());
            found.excerpt = Excerpt::of(lines, span.line, span.column);
            if span.length == 0 {
                span.length = rest_of_line(lines, *span);
            }
        }
        if self.remarks.is_empty() {
            return;
        }
        let here = found.place.span.map(|span| Some(span.line));
        for of in here.into_iter().chain([None]) {
            for name in names(found.rule) {
                if let Some(remark) = self.remarks.get(&(of, name)) {
                    remark.speak_of(found);
                }
            }
        }
    }
}

/// How long a place is that only says where it begins: a list or a mapping in block style, or the point at which a
/// text cannot be read on. It goes to the end of its line.
fn rest_of_line(lines: &[&str], span: Span) -> u32 {
    let index = |number: u32| usize::try_from(number).ok()?.checked_sub(1);
    let line = index(span.line).and_then(|line| lines.get(line));
    let (Some(line), Some(column)) = (line, index(span.column)) else { return 0 };
    let rest = line.trim_end().chars().skip(column).take(LONGEST);
    u32::try_from(rest.count()).unwrap_or_default()
}

/// What a comment may call a rule, as flags may: in lower case here.
fn names(rule: &'static Rule) -> impl Iterator<Item = String> {
    let beginnings = (SHORTEST..=rule.code.len()).filter_map(|end| rule.code.get(..end));
    beginnings.chain([rule.name, "all"]).map(str::to_ascii_lowercase)
}

impl Remark<'_> {
    /// A comment that gives no reason changes nothing, and is pointed out.
    fn speak_of(&self, found: &mut Diagnostic) {
        if let Some(line) = self.without {
            let span = Span { line, column: 1, length: 0 };
            let place = Place::at(found.place.file.as_str(), span);
            let message = "this comment gives no reason, so it does not count".to_owned();
            if found.related.iter().all(|related| related.place != place) {
                found.related.push(Related { place, message });
            }
        }
        if let (None, Some(reason)) = (&found.suppressed, self.reason) {
            found.suppressed = Some(Suppression::Inline(reason.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PackageFile;
    use crate::model::rule::index::IDX010;

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
    fn what_only_says_where_it_begins_goes_to_the_end_of_its_line() {
        let endless = "x".repeat(5_000);
        for (line, column, length, expected) in [
            ("- name: redis  ", 3, 0, 11),
            ("- name: redis", 3, 4, 4),
            ("a: [1, 2", 4, 0, 5),
            ("ä: ö", 1, 0, 4),
            ("a:", 9, 0, 0),
            (endless.as_str(), 1, 0, 120),
        ] {
            let place = Place::at("index.yaml", Span { line: 2, column, length });
            let mut found = [Diagnostic::new(&IDX010, place, "twice")];
            text("index.yaml", &format!("first\n{line}\nlast"), &mut found);
            assert_eq!(found[0].place.span.map(|span| span.length), Some(expected), "{line}");
        }
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

    #[test]
    fn comments_name_rules_as_flags_do() {
        for (name, expected) in [
            ("IDX010", true),
            ("idx0", true),
            ("Duplicate-Version", true),
            ("ALL", true),
            ("a", false),
            ("IDX011", false),
        ] {
            let mut found = [at("index.yaml", 1)];
            text("index.yaml", &format!("a: 1 # chartroom:ignore {name} known"), &mut found);
            assert_eq!(found[0].suppressed.is_some(), expected, "{name}");
        }
    }

    #[test]
    fn comments_of_strangers_accept_nothing_and_are_told() {
        let mut found = [at("index.yaml", 1), at("index.yaml", 2)];
        text("index.yaml", "a: 1 # chartroom:ignore IDX010 trust me\nb: 1\n", &mut found);
        distrust(&mut found);
        let [first, second] = found.map(|found| (found.suppressed, found.related.len()));
        assert_eq!((first, second), ((None, 1), (None, 0)));
    }

    #[test]
    fn a_comment_with_a_reason_accepts_and_one_without_is_pointed_out() {
        let content = "a: 1 # chartroom:ignore IDX010 known\nb: 1 # chartroom:ignore duplicate-version\nc: 1\n";
        let mut found = [at("index.yaml", 1), at("index.yaml", 2), at("index.yaml", 3)];
        text("index.yaml", content, &mut found);
        let [first, second, third] = found;
        assert_eq!(first.suppressed, Some(Suppression::Inline("known".to_owned())));
        assert_eq!((second.suppressed, second.related.len()), (None, 1));
        assert_eq!((third.suppressed, third.related.len()), (None, 0));
    }
}
