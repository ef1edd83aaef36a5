//! Files that were dropped or pasted by their paths.
//!
//! May import: `app::task`, `manifest`, `model`.

use std::path::{Path, PathBuf};

use tokio::io::AsyncReadExt as _;

use crate::app::task::ReadFiles;
use crate::manifest::Text;
use crate::model::size;

/// No manifest that people write or `kubectl` prints is larger.
const MOST: u64 = 8 * 1024 * 1024;

/// Reads files, each for itself.
pub(super) async fn read_files(paths: &[PathBuf]) -> ReadFiles {
    let mut files = ReadFiles::default();
    for path in paths {
        let file = path.display().to_string();
        match read(&at_home(path)).await {
            Ok(text) => files.texts.push(Text { file, text }),
            Err(reason) => files.notes.push(format!("{file}: {reason}")),
        }
    }
    files
}

async fn read(path: &Path) -> Result<String, String> {
    let words = |error: std::io::Error| error.to_string();
    // Looked at before it is opened: a pipe would wait for its writer.
    if !tokio::fs::metadata(path).await.map_err(words)?.is_file() {
        return Err("it is no file".to_owned());
    }
    let file = tokio::fs::File::open(path).await.map_err(words)?;
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes).await.map_err(words)?;
    if bytes.len() as u64 > MOST {
        return Err(format!("it is larger than {}", size::bytes(MOST)));
    }
    String::from_utf8(bytes).map_err(|_| "it is no text in UTF-8".to_owned())
}

/// The path with the home folder in the place of `~`.
fn at_home(path: &Path) -> PathBuf {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}
