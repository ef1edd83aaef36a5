//! Several index files of one place, as several repositories.
//!
//! May import: `registry::change`, `model`.

use super::change::check_name;
use crate::model::text::clean;
use crate::model::{LocationError, Repository};

/// The repositories of further index files beside the one of `first`: alike in all but place and name.
///
/// `NAME-testing` is that of `index-testing.yaml`; where that name is taken, a number follows. Files that
/// lead to one place are one repository.
///
/// # Errors
/// When a file is no index file of that place.
pub fn beside<'files>(
    first: &Repository,
    files: impl IntoIterator<Item = &'files str>,
    is_taken: &dyn Fn(&str) -> bool,
) -> Result<Vec<Repository>, LocationError> {
    let mut found: Vec<Repository> = Vec::new();
    for file in files {
        let location = first.location.with_index_file(file)?;
        let mut known = std::iter::once(first).chain(&found);
        if known.any(|one| one.location == location) {
            continue;
        }
        let taken = |name: &str| {
            name == first.name || found.iter().any(|one| one.name == name) || is_taken(name)
        };
        let name = free_name(&first.name, &suffix(file), &taken);
        found.push(Repository { name, location, ..first.clone() });
    }
    Ok(found)
}

fn free_name(base: &str, suffix: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let plain = format!("{base}-{suffix}");
    if !taken(&plain) {
        return plain;
    }
    let mut numbered = (2..=u32::MAX).map(|number| format!("{plain}-{number}"));
    // There are more numbers than names; if not, the registry refuses the one that is taken.
    numbered.find(|name| !taken(name)).unwrap_or(plain)
}

/// What tells an index file from its siblings: `testing` of `index-testing.yaml`, `other` of `other.yaml`;
/// without characters that no name may hold.
fn suffix(file: &str) -> String {
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let rest = stem.strip_prefix("index").unwrap_or(stem).trim_start_matches(['-', '_', '.', ' ']);
    let text = if rest.is_empty() { stem } else { rest };
    let text: String = clean(text).split_whitespace().collect::<Vec<_>>().join("-");
    // As a part of a name it may begin with anything; alone it would be checked for its beginning too.
    if check_name(&format!("x{text}")).is_ok() { text } else { "other".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Location;

    fn first() -> Repository {
        let location = Location::parse("https://example.org/addons").unwrap().location;
        Repository::named("kyma", location)
    }

    fn names(files: &[&str], taken: &[&str]) -> Vec<String> {
        let found = beside(&first(), files.iter().copied(), &|name| taken.contains(&name));
        found.unwrap().into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn further_index_files_are_told_apart_by_their_suffix() {
        for (file, expected) in [
            ("index-2.yaml", "kyma-2"),
            ("index-testing.yaml", "kyma-testing"),
            ("sub/other.yml", "kyma-other"),
            ("sub/index.yaml", "kyma-index"),
            ("index_old.json", "kyma-old"),
            ("index-my own.yaml", "kyma-my-own"),
            ("index-\u{202e}x.yaml", "kyma-x"),
        ] {
            assert_eq!(names(&[file], &[]), [expected], "{file}");
        }
    }

    #[test]
    fn no_two_have_one_name_and_no_place_is_there_twice() {
        let files = ["index.yaml", "a/index-2.yaml", "b/index-2.yaml", "./a/index-2.yaml"];
        assert_eq!(names(&files, &[]), ["kyma-2", "kyma-2-2"]);
        assert_eq!(names(&files, &["kyma-2", "kyma-2-2"]), ["kyma-2-3", "kyma-2-4"]);
    }

    #[test]
    fn a_file_of_another_place_is_refused() {
        assert!(beside(&first(), ["../index.yaml"], &|_| false).is_err());
    }
}
