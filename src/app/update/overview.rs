//! Facts as documents: what is known of a repository, a chart, an addon, a finding.
//!
//! May import: `app::{state, theme}`, `app::update::overview::place`, `model`, `kyma`, `helm`, `ops`.

mod place;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::state::document::Document;
use crate::app::state::{Health, Shelf, State};
use crate::app::theme::Role;
use crate::error::Failure;
use crate::helm::Chart;
use crate::kyma::{Addon, Plan};
use crate::model::location::mask;
use crate::model::text::counted;
use crate::model::{Diagnostic, EntryVersion, Offer, Severity};
use crate::ops::{Contents, Fetched};

/// What stands in the details while nothing is registered.
#[must_use]
pub fn nothing(add_key: &str, width: usize) -> Document {
    let mut document = Document::titled("No repositories");
    document.paragraph("No repository is registered yet.", Role::Text, width);
    document.paragraph(&format!("Press {add_key} to add one, for example"), Role::Text, width);
    document.paragraph("https://charts.example.org/stable", Role::Link, width);
    document
}

/// A time as people at a terminal want it: local, to the minute.
#[must_use]
pub fn time(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// How long ago, roughly.
#[must_use]
pub fn age(at: Timestamp, now: Timestamp) -> String {
    let minutes = (now.as_second() - at.as_second()).max(0) / 60;
    match minutes {
        0 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..2880 => format!("{} h ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1440),
    }
}

/// A repository as a whole; a failure comes first. The key is the one that does what the failure offers.
#[must_use]
pub fn repository(shelf: &Shelf, now: Timestamp, offer_key: &str, width: usize) -> Document {
    let repository = &shelf.repository;
    let mut document = Document::titled(&repository.name);
    document.heading(&repository.name);
    document.fact("Description", &repository.description, width);
    document.styled_fact("URL", &repository.location.to_string(), Role::Link, width);
    if let Some(last) = &shelf.fetched.failure {
        not_refreshed(&mut document, shelf, last, (now, offer_key), width);
        document.heading("Repository");
    }
    let told = shelf.catalog().map(|catalog| catalog.kind.name()).unwrap_or_default();
    let kind = repository.kind.map_or_else(
        || if told.is_empty() { String::new() } else { format!("{told} (told by its content)") },
        |kind| format!("{kind} (as you said)"),
    );
    document.fact("Kind", &kind, width);
    document.fact("Packages at", &repository.location.packages_at(), width);
    place::way(&mut document, repository, width);
    place::origin(&mut document, repository, width);
    document.fact("Added", &repository.added.map(time).unwrap_or_default(), width);
    if !repository.verified {
        let note = "saved without a passing check";
        document.styled_fact("Check", note, Role::Warning, width);
    }
    standing(&mut document, shelf, now, width);
    document
}

fn standing(document: &mut Document, shelf: &Shelf, now: Timestamp, width: usize) {
    let health = shelf.health(now);
    let role = match health {
        Health::Fresh => Role::Ok,
        Health::Working => Role::Busy,
        Health::Failed => Role::Error,
        Health::Stale => Role::Stale,
        Health::Unverified => Role::Warning,
    };
    document.heading("Catalog");
    document.styled_fact("State", health.word(), role, width);
    if let Some(fetched) = &shelf.fetched.value {
        contents(document, fetched, now, width);
        if let Some(refused) = &fetched.refused {
            failure(document, "The newest index is refused", refused, width);
        }
    }
    if let Some(last) = &shelf.report.failure {
        failure(document, "The last validation failed", last, width);
    }
}

/// Why the last refresh failed, what can be done, and what is shown meanwhile.
fn not_refreshed(
    document: &mut Document,
    shelf: &Shelf,
    last: &Failure,
    (now, offer_key): (Timestamp, &str),
    width: usize,
) {
    failure(document, "The last refresh failed", last, width);
    let offer = match last.offer.as_deref() {
        Some(Offer::TrustHostKey(_)) => format!("{offer_key} asks whether to trust this key."),
        Some(Offer::Instead(location, what)) => {
            format!("{offer_key} puts another URL into the form, {what}: {location}")
        }
        None => String::new(),
    };
    document.paragraph(&offer, Role::Info, width);
    if let Some(fetched) = &shelf.fetched.value {
        let since = age(fetched.fetched, now);
        let kept = format!("The catalog shown was fetched {since} and is kept.");
        document.paragraph(&kept, Role::Muted, width);
    }
}

fn contents(document: &mut Document, fetched: &Fetched, now: Timestamp, width: usize) {
    let catalog = &fetched.catalog;
    let (entries, versions) = (catalog.entries.len(), catalog.version_count());
    let noun = catalog.kind.entries_name().trim_end_matches('s');
    let content = format!("{}, {}", counted(entries, noun), counted(versions, "version"));
    document.fact("Content", &content, width);
    let when = format!("{} ({})", time(fetched.fetched), age(fetched.fetched, now));
    document.fact("Fetched", &when, width);
    document.fact("Generated", catalog.generated.as_deref().unwrap_or_default(), width);
    let severities = fetched.diagnostics.iter().map(|found| found.severity);
    let role = match severities.clone().max() {
        Some(Severity::Error) => Role::Error,
        Some(Severity::Warning) => Role::Warning,
        _ => Role::Text,
    };
    let is_clean = fetched.diagnostics.is_empty();
    let found = if is_clean { "none".to_owned() } else { Severity::tally(severities) };
    // Of a refused index only the refusal is kept for the next start; what was read then is the last good one.
    let of_last_good = fetched.refused.is_some() && role != Role::Error;
    let found =
        format!("{found} in the {}", if of_last_good { "last good index" } else { "index" });
    document.styled_fact("Findings", &found, role, width);
}

/// A failure with its causes and advice.
fn failure(document: &mut Document, title: &str, failure: &Failure, width: usize) {
    document.heading(title);
    document.paragraph(&failure.summary, Role::Error, width);
    for cause in &failure.causes {
        document.paragraph(cause, Role::Muted, width);
    }
    document.paragraph(&failure.hint, Role::Text, width);
    document.fact("Fault", failure.fault.map_or("", |fault| fault.name()), width);
}

/// One version of a chart or addon, from the index, and from its package once that is read.
#[must_use]
pub fn entry(state: &State, shelf: &Shelf, version: &EntryVersion, width: usize) -> Document {
    let name = state.entry().map(|entry| entry.name.as_str()).unwrap_or_default();
    let mut document = Document::titled(format!("{name} {}", version.version));
    let inspection = state.details.inspection.value.as_deref();
    document.heading(&format!("{name} {}", version.version));
    document.paragraph(&version.description, Role::Text, width);
    if version.deprecated {
        document.paragraph("deprecated", Role::Warning, width);
    }
    document.rows.push(crate::app::text::Row::default());
    match inspection.map(|inspection| &inspection.contents) {
        Some(Contents::Addon(found)) => addon(&mut document, found, width),
        Some(Contents::Chart(chart)) => {
            metadata(&mut document, version, width);
            parts(&mut document, chart, width);
        }
        _ => metadata(&mut document, version, width),
    }
    package(&mut document, state, shelf, version, width);
    document
}

fn metadata(document: &mut Document, version: &EntryVersion, width: usize) {
    document.fact("App version", &version.app_version, width);
    document.fact("Kubernetes", &version.kube_version, width);
    document.fact("Type", &version.chart_type, width);
    document.fact("API version", &version.api_version, width);
    document.styled_fact("Home", &version.home, Role::Link, width);
    document.fact("Created", &version.created, width);
    document.fact("Keywords", &version.keywords.join(", "), width);
    for source in &version.sources {
        document.styled_fact("Source", source, Role::Link, width);
    }
    for person in &version.maintainers {
        let contact = [&person.email, &person.url].into_iter().find(|text| !text.is_empty());
        let contact = contact.map(|text| format!(" <{text}>")).unwrap_or_default();
        document.fact("Maintainer", &format!("{}{contact}", person.name), width);
    }
    if !version.dependencies.is_empty() {
        document.heading("Dependencies");
    }
    for needed in &version.dependencies {
        let text = format!("{}  {}", needed.version, needed.repository);
        document.fact(&needed.name, &text, width);
    }
    if !version.annotations.is_empty() {
        document.heading("Annotations");
    }
    for (key, value) in &version.annotations {
        document.paragraph(&format!("{key}: {value}"), Role::Text, width);
    }
}

fn parts(document: &mut Document, chart: &Chart, width: usize) {
    document.heading("In the package");
    document.fact("Templates", &chart.templates.len().to_string(), width);
    if !chart.crds.is_empty() {
        document.fact("CRDs", &chart.crds.len().to_string(), width);
    }
    document.fact("Subcharts", &chart.subcharts.join(", "), width);
}

fn addon(document: &mut Document, addon: &Addon, width: usize) {
    document.fact("Display name", &addon.display_name, width);
    document.fact("Class id", &addon.id, width);
    document.fact("Provider", &addon.provider, width);
    document.fact("Bindable", yes_no(addon.bindable), width);
    if addon.provision_only_once {
        document.fact("Instances", "only one per namespace", width);
    }
    let plans: Vec<&str> = addon.plans.iter().map(|plan| plan.name.as_str()).collect();
    document.fact("Plans", &plans.join(", "), width);
    document.fact("Chart", addon.chart.as_ref().map_or("", |(name, _)| name.as_str()), width);
    document.fact("Tags", &addon.tags.join(", "), width);
    document.fact("Requires", &addon.requires.join(", "), width);
    for (key, value) in &addon.labels {
        document.fact("Label", &format!("{key}={value}"), width);
    }
    document.styled_fact("Docs", &addon.documentation_url, Role::Link, width);
    document.styled_fact("Support", &addon.support_url, Role::Link, width);
    if !addon.long_description.is_empty() {
        document.heading("About");
        document.paragraph(&addon.long_description, Role::Text, width);
    }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn package(
    document: &mut Document,
    state: &State,
    shelf: &Shelf,
    version: &EntryVersion,
    width: usize,
) {
    document.heading("Package");
    for url in &version.urls {
        let resolved = shelf.repository.location.package_url(url);
        let shown = resolved.map_or_else(|| url.clone(), |url| mask::masked(&url));
        document.styled_fact("URL", &shown, Role::Link, width);
    }
    document.fact("Digest", &version.digest, width);
    let remote = &state.details.inspection;
    if let Some(inspection) = &remote.value {
        let (size, files) = (inspection.package.size, inspection.package.files.len());
        document.fact("Size", &format!("{size} bytes, {files} files"), width);
    } else if remote.pending.is_some() {
        document.styled_fact("Content", "being read", Role::Busy, width);
    }
    if let Some(last) = &remote.failure {
        failure(document, "The package could not be read", last, width);
    }
}

/// All plans of an addon.
#[must_use]
pub fn plans(addon: &Addon, width: usize) -> Document {
    let mut document = Document::titled(format!("{} plans", addon.plans.len()));
    if addon.plans.is_empty() {
        document.paragraph("the addon has no plans", Role::Muted, width);
    }
    for plan in &addon.plans {
        one_plan(&mut document, plan, addon.bindable, width);
    }
    document
}

fn one_plan(document: &mut Document, plan: &Plan, inherited: bool, width: usize) {
    document.heading(if plan.name.is_empty() { &plan.folder } else { &plan.name });
    document.paragraph(&plan.description, Role::Text, width);
    document.fact("Display name", &plan.display_name, width);
    document.fact("Id", &plan.id, width);
    let bindable = match plan.bindable {
        Some(own) => yes_no(own).to_owned(),
        None => format!("{} (from the addon)", yes_no(inherited)),
    };
    document.fact("Bindable", &bindable, width);
    document.fact("Free", plan.free.map(yes_no).unwrap_or_default(), width);
    let files = [
        ("Values", &plan.values),
        ("Bind", &plan.bind),
        ("On create", &plan.create_schema),
        ("On update", &plan.update_schema),
        ("On bind", &plan.bind_schema),
    ];
    for (label, path) in files {
        document.fact(label, path.as_deref().unwrap_or_default(), width);
    }
}

/// A finding whose text is not at hand: everything but the excerpt.
#[must_use]
pub fn finding(found: &Diagnostic, width: usize) -> Document {
    let rule = found.rule;
    let mut document = Document::titled(format!("{} {}", rule.code, rule.name));
    document.heading(&format!("{} {}", rule.code, rule.name));
    let place = match found.place.span {
        Some(span) => format!("{}:{}:{}", found.place.file, span.line, span.column),
        None => found.place.file.clone(),
    };
    document.fact("Where", &place, width);
    document.fact("What", &found.message, width);
    document.fact("Why", rule.why, width);
    document.fact("Fix", found.advice(), width);
    document
}
