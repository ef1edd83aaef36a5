//! What `y` and a letter put on the clipboard.
//!
//! May import: `app::{action, effect, pane, state}`, `app::update::tell`, `model`.

use super::tell;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::details::{Content, Subject};
use crate::model::location::mask;
use crate::model::{EntryVersion, Location, RepositoryKind};

/// Copies what the action names, or says why it cannot.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let (what, text) = match action {
        Action::CopyLine => ("the line", line(state)),
        Action::CopyName => ("the name", name(state)),
        Action::CopyUrl => ("the URL", url(state)),
        Action::CopyVersion => ("the version", entry(state).map(|(_, it)| it.version.clone())),
        Action::CopyInstall => ("the install command", install(state)),
        _ => ("the path", path(state)),
    };
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        return vec![Effect::Copy(what.to_owned(), text)];
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
        _ => name(state),
    }
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

/// The command that installs the chart without registering its repository anywhere.
fn install(state: &State) -> Option<String> {
    let Subject::Entry { kind: RepositoryKind::Helm, .. } = state.details.subject else {
        return None;
    };
    let (name, version) = entry(state)?;
    let location = &state.shelf()?.repository.location;
    match location {
        Location::Http { url } => {
            let mut folder = url.join(".").ok()?;
            folder.set_query(None);
            let folder = folder.as_str().trim_end_matches('/').to_owned();
            let number = &version.version;
            Some(format!("helm install {name} {name} --repo {folder} --version {number}"))
        }
        Location::File { path } => {
            let package = path.parent()?.join(version.urls.first()?);
            Some(format!("helm install {name} {}", package.display()))
        }
        _ => None,
    }
}

fn path(state: &State) -> Option<String> {
    state.details.reader()?.value_path()
}
