//! The chooser of the Secret, and what the URL needs of it.
//!
//! May import: `app::{state, text, theme, view::form::line}`, `model`, `secrets`.

use super::line::{Line, below, label};
use crate::app::state::form::{Form, Spot};
use crate::app::state::secrets::{keys_text, lacks};
use crate::app::text::Row;
use crate::app::theme::Role;
use crate::app::view::window::join;
use crate::model::text::clean;
use crate::secrets::{Listing, Summary};

/// The chooser, and below it what is missing.
pub(super) fn secret(form: &Form, known: &Listing, width: usize) -> Vec<Line> {
    let here = form.spot == Spot::Secret;
    let chosen = form.values.secret.as_ref();
    let found = chosen.and_then(|name| known.meant(name, form.origin.as_ref()));
    let text = match chosen {
        _ if form.makes_secret => "new: Enter makes one".to_owned(),
        Some(name) => name.to_string(),
        None => "none".to_owned(),
    };
    let role = if here { Role::Selection } else { Role::Text };
    let left = label("Secret", here);
    let cursor = here.then(|| left.width());
    let shown = Row::of(format!("< {} >", clean(&text)), role);
    let gap = Row::of("  ", Role::Text);
    let row = join([left, shown, gap, note(form, known.secrets.len(), found)]).fit(width);
    let mut lines = vec![Line { left: row, cursor, ..Line::default() }];
    if let Some((text, role)) = needs(form, found) {
        lines.extend(below(&text, role, width));
    }
    let login = [Spot::Username, Spot::Password, Spot::Token];
    let further = form.values.further();
    let typed = login.iter().any(|spot| further.contains(spot) && form.values.is_set(*spot));
    if chosen.is_some() && typed {
        let text = "what is typed behind More goes before what the Secret holds";
        lines.extend(below(text, Role::Muted, width));
    }
    lines
}

/// What is said behind it.
fn note(form: &Form, count: usize, found: Option<&Summary>) -> Row {
    match (&form.values.secret, found) {
        (Some(_), Some(secret)) if secret.notes.is_empty() => {
            Row::of(clean(&keys_text(secret)), Role::Muted)
        }
        (Some(_), Some(secret)) => Row::of(clean(&secret.notes.join("; ")), Role::Warning),
        (Some(_), None) => Row::of("not in the store", Role::Error),
        (None, _) if form.spot != Spot::Secret => Row::default(),
        (None, _) => Row::of(format!("Left Right: {count} in the store"), Role::Muted),
    }
}

/// What the placeholders of the URL need.
fn needs(form: &Form, found: Option<&Summary>) -> Option<(String, Role)> {
    if form.needed.is_empty() {
        return None;
    }
    let list = |keys: &[String]| keys.join(", ");
    let needed = list(&form.needed);
    let Some(secret) = found else {
        let what = if form.values.secret.is_some() { "make it" } else { "choose one, or make one" };
        return Some((format!("the URL needs a Secret with {needed}: {what}"), Role::Warning));
    };
    let missing = lacks(secret, &form.needed);
    Some(if missing.is_empty() {
        (format!("it has what the URL needs: {needed}"), Role::Ok)
    } else {
        (format!("the URL needs {needed}: it lacks {}", list(&missing)), Role::Error)
    })
}
