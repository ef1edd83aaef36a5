//! Where the value of a key is.
//!
//! May import: `model`.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::model::Secret;

/// Annotations with this prefix and the name of a key say where its value is kept. A value in `data` is never
/// taken for one.
pub const ORIGIN_PREFIX: &str = "from.chartroom/";

/// Where the value of a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretValue {
    /// In the manifest.
    Here(Secret),
    /// In an environment variable: `env:NAME`.
    Environment(String),
    /// In a file, by its absolute path or one that starts with `~/`: `file:/path`.
    File(PathBuf),
    /// In what a command line writes to its standard output: `command:pass show x`.
    Command(String),
}

impl SecretValue {
    /// Reads `env:NAME`, `file:/path` or `command:…`: never a literal value.
    ///
    /// # Errors
    /// Why it is none of them, in words that do not repeat the text.
    pub fn parse_reference(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.trim().split_once(':').unwrap_or_default();
        let rest = rest.trim();
        match scheme {
            "env" if !rest.is_empty() && !rest.contains(['=', '\0']) => {
                Ok(Self::Environment(rest.to_owned()))
            }
            "env" => Err("after env: the name of an environment variable is needed".to_owned()),
            "file" if Path::new(rest).is_absolute() || rest.starts_with("~/") => {
                Ok(Self::File(PathBuf::from(rest)))
            }
            "file" => {
                Err("after file: an absolute path is needed, or one that begins with ~/".to_owned())
            }
            "command" if !rest.is_empty() && !rest.contains('\0') => {
                Ok(Self::Command(rest.to_owned()))
            }
            "command" => Err("after command: a command line is needed".to_owned()),
            _ => Err("it must be env:NAME, file:/path or command:…".to_owned()),
        }
    }
}

impl fmt::Display for SecretValue {
    /// Where the value is, as in an annotation; `here` for one in the manifest.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here(_) => formatter.write_str("here"),
            Self::Environment(name) => write!(formatter, "env:{name}"),
            Self::File(path) => write!(formatter, "file:{}", path.display()),
            Self::Command(line) => write!(formatter, "command:{line}"),
        }
    }
}
