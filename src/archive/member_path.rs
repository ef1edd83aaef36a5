//! Where a member of an archive lies within the package: Helm's path checks, in Helm's order.
//!
//! May import: nothing of the crate.

/// How paths in an archive relate to the package's root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Helm charts: everything is below one folder, of whatever name, which is dropped.
    RootFolder,
    /// Kyma addons: the content is at the archive's root.
    NoRoot,
}

/// A member that lies within the package.
pub(super) struct Located {
    /// The first part, which was dropped; empty for [`Layout::NoRoot`].
    pub(super) root: String,
    /// The rest, clean and relative.
    pub(super) path: String,
}

/// Why a member is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathFault {
    Absolute,
    Outside,
    Parent,
    Drive,
    ChartYaml,
}

impl PathFault {
    pub(super) fn message(self, name: &str) -> String {
        match self {
            Self::Absolute => format!("\"{name}\" is an absolute path"),
            Self::Outside => format!("\"{name}\" is outside the root folder"),
            Self::Parent if name.contains("../") || name.contains("..\\") => {
                format!("\"{name}\" leads to a parent folder")
            }
            Self::Parent => {
                format!("\"{name}\" begins with two dots, which Helm takes for a parent folder")
            }
            Self::Drive => format!("\"{name}\" names a drive"),
            Self::ChartYaml => format!("\"{name}\" has Chart.yaml as its root folder"),
        }
    }
}

/// Finds the place of a member, or the first of Helm's checks that it fails.
pub(super) fn locate(name: &str, layout: Layout) -> Result<Located, PathFault> {
    let normal = if name.contains('\\') { name.replace('\\', "/") } else { name.to_owned() };
    // Helm splits a name with backslashes at these alone, so a slash in it stays part of its folder.
    let delimiter = if name.contains('\\') { '\\' } else { '/' };
    let (root, rest) = match layout {
        Layout::RootFolder => match name.split_once(delimiter) {
            Some((root, rest)) => (root, rest.replace(delimiter, "/")),
            None => (name, String::new()),
        },
        Layout::NoRoot => ("", normal),
    };
    if rest.starts_with('/') {
        return Err(PathFault::Absolute);
    }
    let path = clean(&rest);
    if path == "." {
        return Err(PathFault::Outside);
    }
    let leaves = match layout {
        Layout::RootFolder => path.starts_with(".."),
        Layout::NoRoot => path == ".." || path.starts_with("../"),
    };
    if leaves {
        return Err(PathFault::Parent);
    }
    if is_drive(&path) {
        return Err(PathFault::Drive);
    }
    if root == "Chart.yaml" {
        return Err(PathFault::ChartYaml);
    }
    // What Helm lets pass but no path of ours may hold: backslashes left from mixed forms.
    let path = clean(&path.replace('\\', "/"));
    if path.starts_with("..") && layout == Layout::RootFolder || path.starts_with('/') {
        return Err(PathFault::Parent);
    }
    Ok(Located { root: root.to_owned(), path })
}

fn is_drive(path: &str) -> bool {
    let bytes = path.as_bytes();
    matches!(bytes, [letter, b':', b'/', ..] if letter.is_ascii_alphabetic())
}

/// The shortest path that means the same, as Go's `path.Clean`: without `.`, inner `..` and double slashes.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&last) if last != ".." => {
                    parts.pop();
                }
                _ if rooted => {}
                _ => parts.push(".."),
            },
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_lose_their_first_folder_and_every_trick_is_seen_through() {
        for (name, expected) in [
            ("redis/Chart.yaml", Ok("Chart.yaml")),
            ("./redis/Chart.yaml", Ok("redis/Chart.yaml")),
            ("redis/templates//./a.yaml", Ok("templates/a.yaml")),
            ("redis//templates/a.yaml", Err(PathFault::Absolute)),
            ("redis/a/../b", Ok("b")),
            ("c:\\Chart.yaml", Ok("Chart.yaml")),
            ("redis\\templates\\a.yaml", Ok("templates/a.yaml")),
            ("///foo", Err(PathFault::Absolute)),
            ("\\\\\\\\foo", Err(PathFault::Absolute)),
            ("redis", Err(PathFault::Outside)),
            ("./.", Err(PathFault::Outside)),
            ("Chart.yaml", Err(PathFault::Outside)),
            ("../../etc/passwd", Err(PathFault::Parent)),
            ("redis/../../x", Err(PathFault::Parent)),
            ("redis/..notes", Err(PathFault::Parent)),
            ("x\\.\\c:\\\\foo", Err(PathFault::Drive)),
            ("/./c://foo", Err(PathFault::Drive)),
            ("Chart.yaml/x", Err(PathFault::ChartYaml)),
        ] {
            let found = locate(name, Layout::RootFolder).map(|located| located.path);
            assert_eq!(found, expected.map(str::to_owned), "{name}");
        }
    }

    #[test]
    fn addons_have_no_root_folder() {
        for (name, expected) in [
            ("meta.yaml", Ok("meta.yaml")),
            ("./plans/micro/meta.yaml", Ok("plans/micro/meta.yaml")),
            ("..notes", Ok("..notes")),
            ("plans\\micro\\meta.yaml", Ok("plans/micro/meta.yaml")),
            ("/meta.yaml", Err(PathFault::Absolute)),
            ("a/../../b", Err(PathFault::Parent)),
            ("c:/x", Err(PathFault::Drive)),
            (".", Err(PathFault::Outside)),
        ] {
            let found = locate(name, Layout::NoRoot).map(|located| located.path);
            assert_eq!(found, expected.map(str::to_owned), "{name}");
        }
    }
}
