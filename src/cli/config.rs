//! `chartroom config`: where everything is, and what is set.
//!
//! May import: `cli::{args, output}`, `config`, `model`, `ops`.

use std::io::Write;

use super::args::ConfigArguments;
use super::output::{Exit, note, table};
use crate::config::TEMPLATE;
use crate::model::size;
use crate::ops::Workplace;

/// Carries out `config`.
pub(super) fn run(arguments: &ConfigArguments, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if arguments.template {
        out.write_all(TEMPLATE.as_bytes())?;
        return Ok(Exit::Clean);
    }
    let place = Workplace::open()?;
    place.config.notes.iter().for_each(|text| note(text));
    let (directories, config) = (&place.directories, &place.config);
    let rows = [
        ("configuration", directories.config_file().display().to_string()),
        ("repositories", place.registry.path.display().to_string()),
        ("cache", directories.cache.display().to_string()),
        ("state", directories.state.display().to_string()),
        ("theme", config.theme.clone().unwrap_or_else(|| "(default)".to_owned())),
        ("timeouts.connect", format!("{} s", config.connect_timeout.as_secs())),
        ("timeouts.read", format!("{} s", config.read_timeout.as_secs())),
        ("limits.index", size::bytes(config.index_limit)),
        ("limits.package", size::bytes(config.package_limit)),
        ("limits.git", size::bytes(config.git_limit)),
        ("tls.caFile", authorities(&place)),
    ];
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    table(out, &["SETTING", "VALUE"], &rows)?;
    Ok(Exit::Clean)
}

/// The files that are in use; why another one is not is told beside.
fn authorities(place: &Workplace) -> String {
    let files = place.client.settings.extra_roots.iter().map(|path| path.display().to_string());
    let files = files.collect::<Vec<_>>().join(", ");
    if files.is_empty() { "(the system's)".to_owned() } else { files }
}
