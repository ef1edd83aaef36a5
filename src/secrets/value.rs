//! The values of a Secret, from wherever they are kept.
//!
//! May import: `secrets::{command, store}`, `manifest`, `model`, `monitor`.

use std::env;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use directories::BaseDirs;
use zeroize::Zeroizing;

use super::command::{Answers, LARGEST, NoValue, trimmed};
use super::store::Kept;
use crate::manifest::SecretValue;
use crate::model::Secret;
use crate::model::text::clean;
use crate::monitor::Monitor;

/// The value of a key.
pub(super) async fn had(
    value: &SecretValue,
    kept: &Kept,
    answers: &Answers,
    monitor: &Monitor,
) -> Result<Secret, NoValue> {
    match value {
        SecretValue::Here(value) => Ok(value.clone()),
        SecretValue::Environment(name) => environment(name).map_err(NoValue::Failed),
        // Who can write the file could have anything run and read here.
        SecretValue::File(_) | SecretValue::Command(_) if kept.is_open => {
            let path = kept.path.display();
            let why = format!(
                "others may write {path} or what is in its folder, so its {value} is not followed: chmod 600 it, \
                 chmod 700 the folder, and let both be yours"
            );
            Err(NoValue::Failed(clean(&why).into_owned()))
        }
        SecretValue::File(path) => file(path).map_err(NoValue::Failed),
        SecretValue::Command(line) => answers.ask(line, monitor).await,
    }
}

fn environment(name: &str) -> Result<Secret, String> {
    let shown = clean(name);
    match env::var(name) {
        Ok(value) if value.is_empty() => Err(format!("the environment variable {shown} is empty")),
        Ok(value) => Ok(Secret::from(value)),
        Err(env::VarError::NotPresent) => {
            Err(format!("the environment variable {shown} is not set"))
        }
        Err(env::VarError::NotUnicode(_)) => {
            Err(format!("the environment variable {shown} is no UTF-8 text"))
        }
    }
}

fn file(path: &Path) -> Result<Secret, String> {
    let path = home(path)?;
    let shown = clean(&path.display().to_string()).into_owned();
    let words = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file {shown}"),
        _ => format!("the file {shown} cannot be read: {error}"),
    };
    let metadata = fs::metadata(&path).map_err(words)?;
    if !metadata.is_file() {
        return Err(format!("{shown} is no regular file"));
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let file = fs::File::open(&path).map_err(words)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(words)?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("the file {shown} is larger than 1 MiB"));
    }
    match std::str::from_utf8(&bytes).map(trimmed) {
        Err(_) => Err(format!("the file {shown} is no UTF-8 text")),
        Ok("") => Err(format!("the file {shown} is empty")),
        Ok(text) => Ok(Secret::from(text)),
    }
}

/// The path with `~/` in full.
fn home(path: &Path) -> Result<PathBuf, String> {
    match path.strip_prefix("~") {
        Ok(rest) => BaseDirs::new()
            .map(|places| places.home_dir().join(rest))
            .ok_or_else(|| "there is no home folder".to_owned()),
        Err(_) => Ok(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &Path, expected: &str) {
        let told = file(path).map_or_else(|why| why, |value| value.reveal().to_owned());
        assert!(told.contains(expected), "{told}");
        assert!(!told.contains("marked"), "{told}");
    }

    #[test]
    fn a_file_gives_its_text_without_the_last_line_break_or_says_why_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("a file");
            path
        };
        check(&write("a", b"hunter2\n"), "hunter2");
        assert_eq!(file(&write("b", b"x\n\n")).expect("a value").reveal(), "x\n");
        check(&folder.path().join("none"), "there is no file");
        check(folder.path(), "is no regular file");
        check(&write("c", b"\n"), "is empty");
        check(&write("d", &[0xff]), "is no UTF-8 text");
        check(&write("e", &b"marked".repeat(1 << 18)), "is larger than 1 MiB");
    }

    #[test]
    fn an_environment_variable_that_is_not_there_is_named() {
        assert!(environment("PATH").is_ok());
        let why = environment("CHARTROOM_NO_SUCH_NAME").expect_err("it is not set");
        assert_eq!(why, "the environment variable CHARTROOM_NO_SUCH_NAME is not set");
    }
}
