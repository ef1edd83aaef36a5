//! The user's own editor: which one, and how it is told a line.
//!
//! May import: nothing of the crate.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// Editors that take `FILE:LINE:COLUMN`; the first kind only after `--goto`.
const GOTO: [&str; 6] = ["code", "code-insiders", "codium", "cursor", "windsurf", "trae"];
const COLONS: [&str; 7] = ["hx", "helix", "zed", "zeditor", "subl", "lapce", "mate"];

/// A place in a file of the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The folder that the file must lie in.
    pub folder: PathBuf,
    /// The file, relative to it.
    pub file: String,
    /// Line and column, from 1.
    pub at: Option<(u32, u32)>,
}

impl Spot {
    /// The file's path; `None` where it would lead out of its folder.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        let file = Path::new(&self.file);
        let is_inside = file.components().all(|part| matches!(part, Component::Normal(_)));
        is_inside.then(|| self.folder.join(file))
    }
}

/// The words after the editor's own that open a file at a place.
fn words(editor: &str, path: &str, at: Option<(u32, u32)>) -> Vec<String> {
    let Some((line, column)) = at else { return vec![path.to_owned()] };
    let program = editor.split_whitespace().next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    if GOTO.contains(&name) {
        vec!["--goto".to_owned(), format!("{path}:{line}:{column}")]
    } else if COLONS.contains(&name) {
        vec![format!("{path}:{line}:{column}")]
    } else {
        vec![format!("+{line}"), path.to_owned()]
    }
}

/// Runs the editor on a file until it ends. Tells whether the file is another then.
///
/// # Errors
/// In words, when there is no editor, no such file, or the editor failed.
pub fn edit(variable: impl Fn(&str) -> Option<String>, spot: &Spot) -> Result<bool, String> {
    let editor = ["VISUAL", "EDITOR"].into_iter().filter_map(variable);
    let Some(editor) = editor.map(|it| it.trim().to_owned()).find(|it| !it.is_empty()) else {
        return Err("no editor is set: set VISUAL or EDITOR, such as EDITOR=vi".to_owned());
    };
    let path = spot.path().ok_or_else(|| {
        format!("{} is not opened: it leads out of the repository's folder", spot.file)
    })?;
    let changed = |path: &Path| path.metadata().and_then(|data| Ok((data.modified()?, data.len())));
    let before = match changed(&path) {
        Ok(before) if path.is_file() => before,
        Ok(_) => return Err(format!("{} is no file", path.display())),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    };
    let words = words(&editor, &path.to_string_lossy(), spot.at);
    run(&editor, &words).map_err(|error| format!("{editor}: {error}"))?;
    Ok(changed(&path).map_or(true, |after| after != before))
}

/// As Git does it: the shell takes the editor's own words apart, the rest are not touched.
fn run(editor: &str, words: &[String]) -> io::Result<()> {
    let script = format!("{editor} \"$@\"");
    let status = Command::new("sh").arg("-c").arg(script).arg(editor).args(words).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("it ended with {status}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        for (editor, expected) in [
            ("vi", "+41 /a b.yaml"),
            ("/usr/bin/nvim -p", "+41 /a b.yaml"),
            ("nano", "+41 /a b.yaml"),
            ("code --wait", "--goto /a b.yaml:41:7"),
            ("hx", "/a b.yaml:41:7"),
            ("/opt/zed --wait", "/a b.yaml:41:7"),
        ] {
            assert_eq!(words(editor, "/a b.yaml", Some((41, 7))).join(" "), expected, "{editor}");
        }
        assert_eq!(words("code", "/a", None), ["/a"]);
    }

    #[test]
    fn no_file_outside_of_the_folder_is_opened() {
        let folder = PathBuf::from("/repository");
        for (file, expected) in [
            ("a/values.yaml", Some("/repository/a/values.yaml")),
            ("../passwd", None),
            ("/etc/passwd", None),
            ("a/../../b", None),
        ] {
            let spot = Spot { folder: folder.clone(), file: file.to_owned(), at: None };
            assert_eq!(spot.path(), expected.map(PathBuf::from), "{file}");
        }
    }

    #[test]
    fn the_editor_runs_on_the_file_and_a_change_is_seen() {
        let folder = tempfile::TempDir::new().expect("a folder");
        std::fs::write(folder.path().join("it's.yaml"), "a: 1\n").expect("a file");
        let spot = Spot {
            folder: folder.path().to_owned(),
            file: "it's.yaml".to_owned(),
            at: Some((1, 1)),
        };
        let editor =
            |text: &'static str| move |name: &str| (name == "EDITOR").then(|| text.to_owned());
        assert_eq!(edit(editor("true"), &spot), Ok(false));
        assert_eq!(edit(editor("sh -c 'echo b: 2 >> \"$2\"' --"), &spot), Ok(true));
        assert!(edit(editor("false"), &spot).is_err_and(|words| words.contains("ended with")));
        assert!(edit(|_| None, &spot).is_err_and(|words| words.contains("VISUAL")));
        let gone = Spot { file: "gone.yaml".to_owned(), ..spot };
        assert!(edit(editor("true"), &gone).is_err());
    }
}
