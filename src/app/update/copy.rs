//! What `y` and a letter put on the clipboard.
//!
//! May import: `app::{action, effect, pane, state}`, `app::update::tell`, `model`.

use super::tell;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::details::{Content, Subject};
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
    match text.filter(|text| !text.is_empty()) {
        Some(text) => vec![Effect::Copy(what.to_owned(), text)],
        None => {
            tell::info(state, format!("{what} cannot be copied here"));
            Vec::new()
        }
    }
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
            Some(url) => {
                Some(location.package_url(url).map_or_else(|| url.clone(), |url| url.to_string()))
            }
            None => location.addon_url(name, &version.version).map(|url| url.to_string()),
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
    let reader = state.details.reader()?;
    let lines: Vec<String> = reader
        .document
        .rows
        .iter()
        .take(reader.cursor() + 1)
        .map(crate::app::text::Row::plain)
        .collect();
    value_path(&lines)
}

/// The path of the YAML value on the last of these lines, by indentation: `cluster.nodes[1].port`.
pub fn value_path(lines: &[String]) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut deepest = usize::MAX;
    let mut items = 0;
    for line in lines.iter().rev() {
        let text = line.trim_start();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let mut indent = line.len() - text.len();
        let mut text = text;
        let is_item = text.starts_with("- ") || text == "-";
        if is_item {
            let inner = text.trim_start_matches('-').trim_start();
            let inside = indent + (text.len() - inner.len());
            if inside < deepest
                && let Some(key) = key(inner)
            {
                parts.push(key);
                deepest = inside;
            }
            if indent < deepest {
                deepest = indent;
                (items, parts) = (0, with(parts, String::new()));
                continue_list(&mut parts, items);
            } else if indent == deepest && is_list(&parts) {
                items += 1;
                continue_list(&mut parts, items);
            }
            continue;
        }
        // A list may stand at the indentation of its key.
        if is_list(&parts) && indent == deepest {
            indent = indent.saturating_sub(1);
            deepest = deepest.max(1);
        }
        if indent < deepest || (deepest == 0 && is_list(&parts)) {
            text = text.trim_end();
            parts.push(key(text)?);
            deepest = indent;
        }
        if deepest == 0 && !is_list(&parts) {
            break;
        }
    }
    (!parts.is_empty()).then(|| joined(parts))
}

fn with(mut parts: Vec<String>, part: String) -> Vec<String> {
    parts.push(part);
    parts
}

fn is_list(parts: &[String]) -> bool {
    parts.last().is_some_and(|part| part.starts_with('['))
}

fn continue_list(parts: &mut [String], items: usize) {
    if let Some(last) = parts.last_mut() {
        *last = format!("[{items}]");
    }
}

/// The key of `key: value`, quoted for Helm where it holds a dot.
fn key(text: &str) -> Option<String> {
    let (key, rest) = text.split_once(':')?;
    let is_key = rest.is_empty() || rest.starts_with(' ');
    let key = key.trim().trim_matches(['"', '\'']);
    (is_key && !key.is_empty()).then(|| key.replace('.', "\\."))
}

fn joined(parts: Vec<String>) -> String {
    let mut path = String::new();
    for part in parts.into_iter().rev() {
        if !path.is_empty() && !part.starts_with('[') {
            path.push('.');
        }
        path.push_str(&part);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: &str = "\
global:
  registry: \"\"
cluster:
  # how many
  nodes: 6

  access:
    service:
      port: 6379
    hosts:
      - name: a
        port: 1
      - name: b
        port: 2
    flat:
    - x: 1
    - x: 2
annotations:
  a.b/c: d
";

    #[test]
    fn the_path_of_a_value_follows_the_indentation() {
        let cases = [
            (0, "global"),
            (1, "global.registry"),
            (4, "cluster.nodes"),
            (8, "cluster.access.service.port"),
            (11, "cluster.access.hosts[0].port"),
            (12, "cluster.access.hosts[1].name"),
            (13, "cluster.access.hosts[1].port"),
            (16, "cluster.access.flat[1].x"),
            (18, "annotations.a\\.b/c"),
        ];
        let lines: Vec<String> = VALUES.lines().map(str::to_owned).collect();
        for (line, expected) in cases {
            let found = value_path(&lines[..=line]);
            assert_eq!(found.as_deref(), Some(expected), "line {line}: {}", lines[line]);
        }
    }
}
