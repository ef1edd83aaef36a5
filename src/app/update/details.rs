//! The third pane: what its tabs hold, and what Enter opens.
//!
//! May import: `app::{effect, state, layout}`, `app::update::{launch, overview}`, `model`, `ops`.

use std::sync::Arc;
use std::time::Duration;

use super::{launch, overview};
use crate::app::effect::Effect;
use crate::app::pane::Pane;
use crate::app::state::details::{Content, Details, Findings, Item, Items, Subject, Tab};
use crate::app::state::document::{Document, Reader};
use crate::app::state::list::Step;
use crate::app::state::{Shelf, State};
use crate::model::size;
use crate::model::text::clean;
use crate::model::{Diagnostic, EntryVersion, Package};
use crate::ops::{Contents, Inspection, Wanted};

/// How many rows of the shown list or text are seen.
#[must_use]
pub fn height(state: &State) -> usize {
    match &state.details.content {
        Content::Findings(findings) if findings.opened.is_none() => {
            state.areas().finding_rows(findings.list.len())
        }
        _ => state.areas().rows(Pane::Details),
    }
}

/// How many columns a text may have.
fn width(state: &State) -> usize {
    state.areas().columns(Pane::Details)
}

/// Goes to another tab; it starts at its top.
pub fn open_tab(state: &mut State, tab: Tab) {
    if state.details.tab != tab {
        state.details.tab = tab;
        state.details.content = Content::Waiting;
        state.details.opening = None;
        refresh(state);
    }
}

/// Builds the content of the tab anew, after something it shows has changed. Cursors stay where they can.
pub fn refresh(state: &mut State) {
    let new = content(state);
    let old = std::mem::take(&mut state.details.content);
    state.details.content = merged(old, new);
    let height = height(state);
    if let Some(list) = state.details.list_mut() {
        list.fit(height);
    }
}

/// The new content with the cursors of the old one, where it shows the same.
fn merged(old: Content, new: Content) -> Content {
    match (old, new) {
        (Content::Text(mut reader), Content::Text(new))
            if reader.document.title == new.document.title =>
        {
            reader.update(new.document);
            Content::Text(reader)
        }
        (Content::List(old), Content::List(new)) if old.items == new.items => Content::List(old),
        (Content::Findings(old), Content::Findings(new))
            if old.diagnostics == new.diagnostics && old.scope == new.scope =>
        {
            Content::Findings(old)
        }
        (_, new) => new,
    }
}

fn content(state: &State) -> Content {
    let Some(shelf) = state.shelf() else {
        let key = state.keymap.key(crate::app::action::Action::Add).unwrap_or_default();
        return text(overview::nothing(&key, width(state)));
    };
    match (&state.details.subject, state.entry(), state.version()) {
        (Subject::Entry { .. }, Some(_), Some(version)) => of_entry(state, shelf, version),
        _ => of_repository(state, shelf),
    }
}

fn of_repository(state: &State, shelf: &Shelf) -> Content {
    if state.details.tab != Tab::Findings {
        let key = state.keymap.key(crate::app::action::Action::TakeOffer).unwrap_or_default();
        return text(overview::repository(shelf, state.now, &key, width(state)));
    }
    match (&shelf.report.value, &shelf.fetched.value) {
        (Some(report), _) => findings(report.diagnostics.clone(), "index and packages"),
        (None, Some(fetched)) => findings(fetched.diagnostics.to_vec(), "index"),
        (None, None) if shelf.fetched.pending.is_some() => Content::Waiting,
        (None, None) => match &shelf.fetched.failure {
            Some(failure) => Content::Failed(failure.clone()),
            None => Content::Empty("nothing was fetched yet".to_owned()),
        },
    }
}

fn of_entry(state: &State, shelf: &Shelf, version: &EntryVersion) -> Content {
    match state.details.tab {
        Tab::Overview => text(overview::entry(state, shelf, version, width(state))),
        Tab::Versions => Content::List(versions(state, version)),
        Tab::Findings => of_entry_findings(state, shelf, version),
        tab => of_package(&state.details, tab, width(state)),
    }
}

fn versions(state: &State, current: &EntryVersion) -> Items {
    let all = state.entry().map(|entry| entry.versions.as_slice()).unwrap_or_default();
    let shown = all.iter().filter(|version| {
        state.show_hidden || version == &current || !(version.is_prerelease() || version.deprecated)
    });
    Items::of(shown.map(|version| version_item(version, version == current)).collect())
}

fn version_item(version: &EntryVersion, current: bool) -> Item {
    let date = version.created.split('T').next().unwrap_or_default();
    let app = match version.app_version.as_str() {
        "" => String::new(),
        text => format!("app {text}"),
    };
    let flag = if version.deprecated { "deprecated" } else { "" };
    let notes = [date, &app, flag].into_iter().filter(|note| !note.is_empty());
    Item {
        name: clean(&version.version).into_owned(),
        note: clean(&notes.collect::<Vec<_>>().join("  ")).into_owned(),
        key: version.version.clone(),
        current,
    }
}

fn of_entry_findings(state: &State, shelf: &Shelf, version: &EntryVersion) -> Content {
    let entry = state.entry().map(|entry| entry.name.as_str());
    let in_index = shelf.fetched.value.iter().flat_map(|fetched| fetched.diagnostics.iter());
    let of_version = in_index.filter(|found| {
        found.entry.as_deref() == entry
            && found.version.as_ref().is_none_or(|text| *text == version.version)
    });
    let mut all: Vec<Diagnostic> = of_version.cloned().collect();
    let scope = match &state.details.inspection.value {
        Some(inspection) => {
            all.extend(inspection.diagnostics.iter().cloned());
            "index and package"
        }
        None if state.details.inspection.pending.is_some() => return Content::Waiting,
        None => "index only: the package could not be read",
    };
    findings(all, scope)
}

fn findings(diagnostics: Vec<Diagnostic>, scope: &str) -> Content {
    Content::Findings(Findings::of(diagnostics.into(), scope))
}

fn of_package(details: &Details, tab: Tab, width: usize) -> Content {
    let remote = &details.inspection;
    match (&remote.value, remote.pending, &remote.failure) {
        (Some(inspection), ..) => of_inspection(inspection, tab, width),
        (None, Some(_), _) => Content::Waiting,
        (None, None, Some(failure)) => Content::Failed(failure.clone()),
        (None, None, None) => Content::Empty("the package was not read".to_owned()),
    }
}

fn of_inspection(inspection: &Inspection, tab: Tab, width: usize) -> Content {
    let package = &inspection.package;
    match (tab, &inspection.contents) {
        (Tab::Readme, Contents::Chart(chart)) => {
            file_or(package, chart.readme.as_deref(), "the chart has no README", width)
        }
        (Tab::Values, Contents::Chart(chart)) => {
            file_or(package, chart.values.as_deref(), "the chart has no values.yaml", width)
        }
        (Tab::Schema, Contents::Chart(chart)) => {
            let missing = "the chart has no values.schema.json";
            file_or(package, chart.schema.as_deref(), missing, width)
        }
        (Tab::Plans, Contents::Addon(addon)) => text(overview::plans(addon, width)),
        (Tab::Schemas, Contents::Addon(addon)) => {
            let paths = addon.plans.iter().flat_map(|plan| {
                [&plan.create_schema, &plan.update_schema, &plan.bind_schema].into_iter().flatten()
            });
            files_or(package, paths, "no plan has a schema")
        }
        (Tab::Docs, Contents::Addon(addon)) => {
            let paths = addon.readme.iter().chain(&addon.docs);
            files_or(package, paths, "the addon has no documents")
        }
        (Tab::Files, _) => files_or(package, in_order(package).iter(), "the package is empty"),
        _ => Content::Empty("the package could not be made out; see Findings".to_owned()),
    }
}

/// All paths of a package; those at the root first, then templates, then the rest.
fn in_order(package: &Package) -> Vec<String> {
    let mut paths: Vec<String> = package.files.iter().map(|file| file.path.clone()).collect();
    paths.sort_by_key(|path| (path.contains('/'), !path.starts_with("templates/")));
    paths
}

fn file_or(package: &Package, path: Option<&str>, missing: &str, width: usize) -> Content {
    path.and_then(|path| document(package, path, width))
        .map_or_else(|| Content::Empty(missing.to_owned()), text)
}

fn files_or<'path>(
    package: &Package,
    paths: impl Iterator<Item = &'path String>,
    missing: &str,
) -> Content {
    let items: Vec<Item> = paths
        .map(|path| Item {
            name: clean(path).into_owned(),
            note: package
                .file(path)
                .map(|file| size::bytes(file.bytes.len() as u64))
                .unwrap_or_default(),
            key: path.clone(),
            current: false,
        })
        .collect();
    if items.is_empty() {
        Content::Empty(missing.to_owned())
    } else {
        Content::List(Items::of(items))
    }
}

/// A file of a package as a document; says so where it is no text.
fn document(package: &Package, path: &str, width: usize) -> Option<Document> {
    let file = package.file(path)?;
    Some(file.text().map_or_else(
        || {
            let mut document = Document::titled(clean(path));
            let note =
                format!("not a text: {} of other data", size::bytes(file.bytes.len() as u64));
            document.paragraph(&note, crate::app::theme::Role::Muted, width);
            document
        },
        |text| Document::prose(path, text, width),
    ))
}

fn text(document: Document) -> Content {
    Content::Text(Reader::of(Arc::new(document)))
}

/// Enter in the details: opens the selected version, file or finding.
pub fn open(state: &mut State) -> Vec<Effect> {
    match (&state.details.content, state.details.tab) {
        (Content::List(items), Tab::Versions) => {
            let picked = items.selected().map(|item| item.key.clone());
            if let Some(version) = picked {
                pick(state, version);
            }
            Vec::new()
        }
        (Content::List(items), _) if items.opened.is_none() => {
            let path = items.selected().map(|item| item.key.clone());
            if let Some(path) = path {
                open_file(state, &path);
            }
            Vec::new()
        }
        (Content::Findings(findings), _) if findings.opened.is_none() => {
            let item = findings.list.item();
            item.map(|item| open_finding(state, item)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Takes that version of the selected entry in place of its head.
fn pick(state: &mut State, version: String) {
    if let Subject::Entry { repository, entry, .. } = &state.details.subject {
        state.picked.insert((repository.clone(), entry.clone()), version);
        state.details.content = Content::Waiting;
    }
}

fn open_file(state: &mut State, path: &str) {
    let width = width(state);
    let package = state.details.inspection.value.as_ref().map(|inspection| &inspection.package);
    let document = package.and_then(|package| document(package, path, width));
    if let (Content::List(items), Some(document)) = (&mut state.details.content, document) {
        items.opened = Some(Reader::of(Arc::new(document)));
    }
}

/// Shows the place of a finding; a package that is not at hand is fetched first.
fn open_finding(state: &mut State, item: usize) -> Vec<Effect> {
    let Content::Findings(findings) = &state.details.content else { return Vec::new() };
    let Some(found) = findings.diagnostics.get(item).cloned() else { return Vec::new() };
    if let Some(document) = excerpt(state, &found) {
        show(state, document, &found);
        return Vec::new();
    }
    let Some(wanted) = wanted_for(state, &found) else {
        let document = overview::finding(&found, width(state));
        show(state, document, &found);
        return Vec::new();
    };
    state.details.opening = Some(item);
    launch::inspect(state, wanted, Duration::ZERO)
}

/// The package has come: opens the finding that was waiting for it, with or without its text.
pub fn open_waiting(state: &mut State) {
    let Some(item) = state.details.opening.take() else { return };
    let Content::Findings(findings) = &state.details.content else { return };
    let Some(found) = findings.diagnostics.get(item).cloned() else { return };
    let document =
        excerpt(state, &found).unwrap_or_else(|| overview::finding(&found, width(state)));
    show(state, document, &found);
}

/// The file that a finding speaks of, with its place marked.
fn excerpt(state: &State, found: &Diagnostic) -> Option<Document> {
    let mut document = Document::file(&found.place.file, state.text_of(&found.place)?);
    document.marked = found.place.span.map(|span| {
        let from_zero = |number: u32| number.saturating_sub(1) as usize;
        (from_zero(span.line), from_zero(span.column), span.length as usize)
    });
    Some(document)
}

fn show(state: &mut State, document: Document, found: &Diagnostic) {
    let line = found.place.span.map_or(0, |span| span.line.saturating_sub(1) as usize);
    let height = state.areas().rows(Pane::Details);
    let mut reader = Reader::of(Arc::new(document));
    reader.go_to(line, height);
    if let Content::Findings(findings) = &mut state.details.content {
        findings.opened = Some(reader);
    }
}

/// The package that a finding of the whole repository speaks of.
#[must_use]
pub fn wanted_for(state: &State, found: &Diagnostic) -> Option<Wanted> {
    let shelf = state.shelf()?;
    let catalog = shelf.catalog()?;
    let entry = catalog.entry(found.entry.as_deref()?)?;
    let version = entry.version(found.version.as_deref()?)?;
    let is_loaded = state
        .details
        .inspection
        .value
        .as_ref()
        .is_some_and(|inspection| found.place.file.starts_with(&inspection.package.name));
    (!is_loaded).then(|| Wanted {
        repository: shelf.repository.clone(),
        kind: catalog.kind,
        entry: entry.name.clone(),
        version: version.clone(),
    })
}

/// From an opened finding to the next or previous one.
pub fn neighbour(state: &mut State, places: isize) -> Vec<Effect> {
    let Content::Findings(findings) = &mut state.details.content else { return Vec::new() };
    if findings.opened.take().is_none() || !findings.list.step(Step::By(places), 1) {
        findings.list.fit(1);
    }
    let item = findings.list.item();
    item.map(|item| open_finding(state, item)).unwrap_or_default()
}

/// Scrolls the shown text to the side.
pub fn scroll(state: &mut State, steps: isize) {
    if let Some(reader) = state.details.reader_mut() {
        reader.scroll(steps);
    }
}
