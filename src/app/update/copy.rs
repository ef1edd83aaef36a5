//! What `y` and a letter put on the clipboard.
//!
//! May import: `app::{action, effect, pane, state}`, `app::update::{copy::{flags, shell}, tell}`,
//! `model`.

mod flags;
mod shell;

use std::borrow::Cow;

use super::tell;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::details::{Content, Subject};
use crate::model::location::mask;
use crate::model::text::clean;
use crate::model::{EntryVersion, Location, RepositoryKind};

/// Copies what the action names, or says why it cannot. What is copied may be pasted into a shell: nothing
/// in it breaks a line or is not seen.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let (what, text) = match action {
        Action::CopyLine => ("the line", line(state)),
        Action::CopyName => ("the name", name(state)),
        Action::CopyUrl => ("the URL", url(state)),
        Action::CopyVersion => ("the version", entry(state).map(|(_, it)| it.version.clone())),
        Action::CopyInstall => match install(state) {
            Ok(Some((command, variables))) if !variables.is_empty() => {
                let what =
                    format!("the install command, with {} to be set,", variables.join(" and "));
                return vec![Effect::Copy(what, command)];
            }
            Ok(command) => ("the install command", command.map(|(command, _)| command)),
            Err(reason) => {
                tell::warn(state, format!("no install command was copied: {reason}"));
                return Vec::new();
            }
        },
        _ => ("the path", path(state)),
    };
    if let Some(text) = text.as_deref().map(clean).filter(|text| !text.is_empty()) {
        return vec![Effect::Copy(what.to_owned(), text.into_owned())];
    }
    tell::info(state, format!("{what} cannot be copied here"));
    Vec::new()
}

/// The key and version of the entry that the details speak of.
fn entry(state: &State) -> Option<(&str, &EntryVersion)> {
    matches!(state.details.subject, Subject::Entry { .. }).then_some(())?;
    Some((&state.entry()?.name, state.version()?))
}

fn line(state: &State) -> Option<String> {
    use crate::app::pane::Pane;
    match (state.focus, &state.details.content) {
        (Pane::Details, _) if state.details.reader().is_some() => state.details.reader()?.line(),
        (Pane::Details, Content::List(items)) => Some(items.selected()?.key.clone()),
        (Pane::Details, Content::Findings(findings)) => {
            let found = findings.selected()?;
            let span = found.place.span.unwrap_or_default();
            let (file, code) = (&found.place.file, found.rule.code);
            Some(format!("{file}:{}:{}: {code} {}", span.line, span.column, found.message))
        }
        _ => entry(state).map_or_else(|| name(state), |(name, it)| Some(row(name, it))),
    }
}

/// A chart or addon as its row says it: name and version, and the version of what is in it.
fn row(name: &str, version: &EntryVersion) -> String {
    let words = [name, &version.version, &version.app_version];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn name(state: &State) -> Option<String> {
    match entry(state) {
        Some((name, _)) => Some(name.to_owned()),
        None => Some(state.shelf()?.repository.name.clone()),
    }
}

fn url(state: &State) -> Option<String> {
    let shelf = state.shelf()?;
    let location = &shelf.repository.location;
    match entry(state) {
        None => Some(location.to_string()),
        Some((name, version)) => match version.urls.first() {
            Some(url) => Some(
                location.package_url(url).map_or_else(|| url.clone(), |url| mask::masked(&url)),
            ),
            None => location.addon_url(name, &version.version).map(|url| mask::masked(&url)),
        },
    }
}

/// The command that installs the chart without registering its repository anywhere; why there is none, if
/// the index holds what must not come near a shell.
fn install(state: &State) -> Result<Option<(String, Vec<&'static str>)>, String> {
    let Subject::Entry { kind: RepositoryKind::Helm, .. } = state.details.subject else {
        return Err("only a chart has one".to_owned());
    };
    let (Some((name, version)), Some(shelf)) = (entry(state), state.shelf()) else {
        return Ok(None);
    };
    if !shell::is_name(name) {
        return Err("the chart's name is none that Helm takes".to_owned());
    }
    let url = version.urls.first().map(String::as_str);
    let Some(words) = place(&shelf.repository.location, name, &version.version, url) else {
        return Err(unreachable(&shelf.repository.location).to_owned());
    };
    let words: Option<Vec<Cow<'_, str>>> = words.iter().map(|word| shell::quoted(word)).collect();
    let words = words.ok_or("its URL or version holds characters that are not seen")?;
    let flags = flags::flags(&shelf.repository)?;
    let command = format!("helm install {name} {}{}", words.join(" "), flags.text);
    Ok(Some((command, flags.variables)))
}

/// Why Helm cannot install from a place.
fn unreachable(location: &Location) -> &'static str {
    match location {
        Location::Sample(_) => "samples are part of this program, out of Helm's reach",
        Location::Git { .. } => "Helm reads no Git repositories",
        Location::S3(_) => "Helm reads no object stores without a plugin",
        Location::Template(_) => "Helm fills no placeholders in URLs",
        _ => "the index gives no package that Helm could find",
    }
}

/// The words after the release's name: which chart, and from where.
fn place(location: &Location, name: &str, version: &str, url: Option<&str>) -> Option<Vec<String>> {
    match location {
        Location::Http { url } => {
            let mut folder = url.join(".").ok()?;
            folder.set_query(None);
            let folder = folder.as_str().trim_end_matches('/');
            Some([name, "--repo", folder, "--version", version].map(str::to_owned).to_vec())
        }
        Location::File { .. } if url?.contains("://") => Some(vec![url?.to_owned()]),
        Location::File { path } => {
            let package = path.parent()?.join(url?);
            // Options start with a dash, and so could a relative path.
            Some(vec![package.to_str()?.to_owned()]).filter(|_| package.is_absolute())
        }
        _ => None,
    }
}

fn path(state: &State) -> Option<String> {
    state.details.reader()?.value_path()
}
