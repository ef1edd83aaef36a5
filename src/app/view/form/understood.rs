//! How the URL is understood, in as many lines as that takes.
//!
//! May import: `app::{state, theme, view::form::line}`, `model`.

use super::line::{LABEL, Line, below, label};
use crate::app::state::form::{Form, Spot, Way};
use crate::app::text::Row;
use crate::app::theme::Role;
use crate::app::view::window::join;
use crate::model::Explanation;
use crate::model::text::clean;

/// What is said of the URL: its parts, what is wrong with it, what would be better.
pub(super) fn understood(form: &Form, width: usize) -> Vec<Line> {
    let explanation = &form.explanation;
    let mut lines = Vec::new();
    if let Some(problem) = &form.location_problem {
        lines.extend(below(problem, Role::Error, width));
    } else if form.values.location.trimmed().is_empty() {
        lines.push(Line::default());
    } else {
        let parts = parts(explanation, form.values.way);
        lines.extend(parts.iter().flat_map(|part| below(part, Role::Muted, width)));
        let warnings = explanation.warnings.iter();
        lines.extend(warnings.flat_map(|warning| below(warning, Role::Warning, width)));
    }
    lines.extend(form.suggestion().map(|text| suggestion(form, text, width)));
    lines
}

/// `did you mean … ?`, to be taken over with Enter.
fn suggestion(form: &Form, text: &str, width: usize) -> Line {
    let here = form.spot == Spot::Suggestion;
    let role = if here { Role::Selection } else { Role::Link };
    let ask = Row::of("did you mean ", Role::Text);
    let taken = Row::of(if here { "  Enter takes it" } else { "" }, Role::Key);
    let room = width.saturating_sub(LABEL + ask.width() + taken.width());
    let left =
        join([label("", false), ask, Row::of(clean(text), role).fit(room), taken]).fit(width);
    let cursor = here.then_some(LABEL);
    Line { left, cursor, ..Line::default() }
}

/// The parts of a URL in words, a line for each group.
fn parts(explanation: &Explanation, way: Way) -> Vec<String> {
    let named =
        |name: &str, part: &Option<String>| part.as_ref().map(|text| format!("{name} {text}"));
    let host = explanation.host.as_ref().map(|host| match explanation.port {
        Some(port) => format!("host {host}:{port}"),
        None => format!("host {host}"),
    });
    let lists = explanation.url.as_ref().is_some_and(|url| url.contains("index=archives"));
    let index = if lists {
        Some("the index is made from the archives that lie there".to_owned())
    } else {
        named("index", &explanation.index_path)
    };
    let scheme = explanation.scheme.clone();
    let groups: Vec<Vec<Option<String>>> = if way == Way::Store {
        let addressing = explanation.addressing.as_ref().map(|word| format!("{word} addressing"));
        let endpoint = explanation.endpoint.clone().map(|text| format!("endpoint {text}"));
        vec![
            vec![scheme, endpoint.or(host)],
            vec![
                named("bucket", &explanation.bucket),
                named("prefix", &explanation.prefix).filter(|text| text != "prefix "),
                named("region", &explanation.region),
                addressing,
            ],
            vec![index],
        ]
    } else if explanation.repository.is_some() {
        let reference = named("ref", &explanation.reference);
        let depth = explanation.depth.map(|count| format!("depth {count}"));
        vec![
            vec![scheme, named("repository", &explanation.repository)],
            vec![reference.or_else(|| Some("the default branch".to_owned())), depth, index],
        ]
    } else {
        vec![vec![scheme, host, index]]
    };
    let told = groups.into_iter().map(|group| group.into_iter().flatten().collect::<Vec<_>>());
    told.filter(|words| !words.is_empty()).map(|words| words.join(", ")).collect()
}
