//! Settings and directories: what the user set in `config.yaml`, and where everything is kept.
//!
//! May import: `config/*`, `yaml`, `model`, `error`.

mod directories;
mod reader;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ::directories::BaseDirs;

use crate::error::{Error, ErrorKind};
use crate::model::Span;
use crate::yaml::Node;

pub use self::directories::Directories;
use self::reader::Reader;

/// The commented default configuration, as a start for one's own.
pub const TEMPLATE: &str = include_str!("config/template.yaml");

/// What the user set; absent settings have their defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Name of an embedded theme, or path of a theme file; `None` leaves the choice to the program.
    pub theme: Option<String>,
    /// Keys by action: `refresh: [r, F5]`. In order of appearance.
    pub keys: Vec<(String, Vec<String>)>,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long nothing may arrive.
    pub read_timeout: Duration,
    /// Largest index file, in bytes.
    pub index_limit: u64,
    /// Largest package, in bytes as transferred.
    pub package_limit: u64,
    /// Largest Git pack that is received, in bytes.
    pub git_limit: u64,
    /// Certificate authorities that are trusted at every repository, besides the system's.
    pub authorities: Vec<AuthorityFile>,
    /// Whether addons may come over plain `http://` from any host, as in Helm Broker's develop mode.
    pub develop_mode: bool,
    /// Things worth telling: unknown keys, values that could not be used. Each names its line.
    pub notes: Vec<String>,
}

/// A PEM file that the configuration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityFile {
    /// Where it is: once loaded with `~/` in full, and below the folder of the configuration unless absolute.
    pub path: PathBuf,
    /// The line that names it, counted from 1.
    pub line: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: None,
            keys: Vec::new(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            index_limit: 256_000_000,
            package_limit: 64_000_000,
            git_limit: 1_000_000_000,
            authorities: Vec::new(),
            develop_mode: false,
            notes: Vec::new(),
        }
    }
}

impl Config {
    /// Reads a configuration file. A missing file gives the defaults; what cannot be used in it is told
    /// in the notes and has its default.
    ///
    /// # Errors
    /// When the file is there but cannot be read.
    pub fn load(path: &Path) -> Result<Self, Error> {
        match fs::read_to_string(path) {
            Ok(text) => {
                let mut config = Self::parse(&path.display().to_string(), &text);
                let folder = path.parent().unwrap_or(Path::new(""));
                config.authorities.iter_mut().for_each(|one| one.path = whole(&one.path, folder));
                Ok(config)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::new(
                ErrorKind::Io,
                format!("the configuration {} cannot be read: {error}", path.display()),
            )
            .hint("check who may read the file, or remove it to have the defaults")),
        }
    }

    /// Reads the text of a configuration file; `name` is how notes name the file.
    #[must_use]
    pub fn parse(name: &str, text: &str) -> Self {
        let mut reader = Reader::of(name);
        let mut config = Self::default();
        if let Some(root) = reader.tree(text) {
            for (path, node, span) in reader.settings("", &root) {
                match path.as_str() {
                    "theme" => config.theme = reader.text(&path, node),
                    "keys" => config.read_keys(&mut reader, node),
                    "timeouts" => config.read_timeouts(&mut reader, node),
                    "developMode" => {
                        config.develop_mode = reader.flag(&path, node).unwrap_or_default();
                    }
                    "limits" => config.read_limits(&mut reader, node),
                    "tls" => config.read_tls(&mut reader, node),
                    _ => reader.unknown(&path, span),
                }
            }
        }
        config.notes = reader.notes;
        config
    }

    fn read_keys(&mut self, reader: &mut Reader<'_>, node: &Node) {
        for (path, node, _) in reader.settings("keys", node) {
            let action = path.strip_prefix("keys.").unwrap_or(&path).to_owned();
            let keys = reader.texts(&path, node);
            self.keys.push((action, keys));
        }
    }

    fn read_timeouts(&mut self, reader: &mut Reader<'_>, node: &Node) {
        for (path, node, span) in reader.settings("timeouts", node) {
            let target = match path.as_str() {
                "timeouts.connect" => &mut self.connect_timeout,
                "timeouts.read" => &mut self.read_timeout,
                _ => {
                    reader.unknown(&path, span);
                    continue;
                }
            };
            if let Some(seconds) = reader.number(&path, node, "seconds", 1..=3600) {
                *target = Duration::from_secs(seconds);
            }
        }
    }

    fn read_limits(&mut self, reader: &mut Reader<'_>, node: &Node) {
        for (path, node, span) in reader.settings("limits", node) {
            let target = match path.as_str() {
                "limits.index" => &mut self.index_limit,
                "limits.package" => &mut self.package_limit,
                "limits.git" => &mut self.git_limit,
                _ => {
                    reader.unknown(&path, span);
                    continue;
                }
            };
            if let Some(megabytes) = reader.number(&path, node, "MB", 1..=4096) {
                *target = megabytes * 1_000_000;
            }
        }
    }

    fn read_tls(&mut self, reader: &mut Reader<'_>, node: &Node) {
        for (path, node, span) in reader.settings("tls", node) {
            if path != "tls.caFile" {
                reader.unknown(&path, span);
                continue;
            }
            let files = reader.placed_texts(&path, node).into_iter();
            let file =
                |(text, span): (String, Span)| AuthorityFile { path: text.into(), line: span.line };
            self.authorities.extend(files.map(file));
        }
    }
}

/// A path of the configuration in full.
fn whole(path: &Path, folder: &Path) -> PathBuf {
    let home = || BaseDirs::new().map(|places| places.home_dir().to_owned());
    match path.strip_prefix("~") {
        Ok(rest) => home().map_or_else(|| path.to_owned(), |home| home.join(rest)),
        Err(_) => folder.join(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_sets_nothing_but_the_defaults_and_every_line_of_it_is_understood() {
        assert_eq!(Config::parse("config.yaml", TEMPLATE), Config::default());
        let uncommented: String = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("#: ").unwrap_or(line))
            .flat_map(|line| [line, "\n"])
            .collect();
        let config = Config::parse("config.yaml", &uncommented);
        assert_eq!(config.notes, Vec::<String>::new());
        let defaults =
            Config { theme: config.theme.clone(), keys: config.keys.clone(), ..Config::default() };
        assert_eq!(config, defaults, "the template must show the defaults");
    }

    #[test]
    fn what_cannot_be_used_is_told_with_its_line_and_has_its_default() {
        let text = "theme: dark\ncolour: red\ntimeouts:\n  connect: soon\n  idle: 3\n  read: 5\nkeys:\n  refresh: [r, F5]\n  quit: Q\nlimits: 7\n";
        let config = Config::parse("config.yaml", text);
        assert_eq!(config.theme.as_deref(), Some("dark"));
        assert_eq!(config.connect_timeout, Duration::from_secs(10));
        assert_eq!(config.read_timeout, Duration::from_secs(5));
        assert_eq!(config.keys[0], ("refresh".to_owned(), vec!["r".to_owned(), "F5".to_owned()]));
        assert_eq!(config.keys[1].1, ["Q"]);
        assert_eq!(
            config.notes,
            [
                "config.yaml:2: unknown setting \"colour\"",
                "config.yaml:4: \"timeouts.connect\" must be a whole number of seconds from 1 to 3600",
                "config.yaml:5: unknown setting \"timeouts.idle\"",
                "config.yaml:10: \"limits\" must be a mapping",
            ]
        );
    }

    #[test]
    fn broken_and_odd_texts_give_the_defaults_and_say_where() {
        for text in ["", "\n", "# nothing\n", "~\n"] {
            assert_eq!(Config::parse("c", text), Config::default());
        }
        for text in ["- a\n", "theme: [\n", "a: b: c\n", "\t- x"] {
            let config = Config::parse("c", text);
            assert!(config.notes.iter().all(|note| note.starts_with("c:")), "{:?}", config.notes);
            assert_eq!(config.notes.len(), 1, "{text:?}: {:?}", config.notes);
        }
    }

    #[test]
    fn authorities_are_one_path_or_several_and_lie_beside_the_configuration() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("config.yaml");
        let load = |text: &str| {
            fs::write(&file, text).expect("a file");
            Config::load(&file).expect("a configuration")
        };
        let beside = |name: &str| folder.path().join(name);
        let one = load("tls:\n  caFile: corp.pem\nlimits: {git: 5}\n");
        assert_eq!(one.authorities, [AuthorityFile { path: beside("corp.pem"), line: 2 }]);
        assert_eq!((one.git_limit, one.notes.len()), (5_000_000, 0));
        let several =
            load("tls:\n  caFile:\n  - /etc/a.pem\n  - sub/b.pem\n  - ~/c.pem\n  - 7: 8\n");
        let lines: Vec<u32> = several.authorities.iter().map(|one| one.line).collect();
        assert_eq!(lines, [3, 4, 5]);
        let paths: Vec<&Path> = several.authorities.iter().map(|one| one.path.as_path()).collect();
        assert_eq!(
            paths.get(..2),
            Some(&[Path::new("/etc/a.pem"), beside("sub/b.pem").as_path()][..])
        );
        assert!(paths.iter().all(|path| path.is_absolute()), "{paths:?}");
        assert_eq!(several.notes.len(), 1, "{:?}", several.notes);
        assert_eq!(load("tls: {caPath: x}\n").notes.len(), 1);
    }

    #[test]
    fn a_missing_file_gives_the_defaults() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config::load(&folder.path().join("config.yaml"));
        assert_eq!(config.expect("the defaults"), Config::default());
        assert!(Config::load(folder.path()).is_err(), "a folder is no file");
    }
}
