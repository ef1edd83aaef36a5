//! The fields of the form: those that the URL's place has a use for.
//!
//! May import: `app::{state, text, theme, view::{form::{line, secret, understood}, window}}`, `model`, `secrets`.

use super::line::{Input, LABEL, Line, Switch, field, label, switch};
use super::secret::secret;
use super::understood::understood;
use crate::app::state::field::Field;
use crate::app::state::form::{Fold, Form, Spot, Way};
use crate::app::text::Row;
use crate::app::theme::Role;
use crate::app::view::window::join;
use crate::model::RepositoryKind;
use crate::model::text::clean;
use crate::secrets::Listing;

/// Cells that the text fields take where there is room.
const FIELD: usize = 42;

/// All fields, from the name to the further index files.
pub(super) fn fields(form: &Form, known: &Listing, width: usize) -> Vec<Line> {
    let mut out = Vec::new();
    for spot in form.values.usual() {
        out.extend(lines(form, known, spot, width));
    }
    if !form.values.further().is_empty() {
        out.push(more(form, width));
    }
    if form.more == Fold::Open {
        for spot in form.values.further() {
            out.extend(lines(form, known, spot, width));
        }
    }
    for (number, (name, wanted)) in form.siblings.iter().enumerate() {
        let label = if number == 0 { "Also register" } else { "" };
        let (spot, text, role) = (Spot::Sibling(number), name, Role::Text);
        out.push(switch(form, &Switch { spot, name: label, on: *wanted, text, role }));
    }
    out
}

/// What is drawn for a spot: mostly one line.
fn lines(form: &Form, known: &Listing, spot: Spot, width: usize) -> Vec<Line> {
    match spot {
        Spot::Location => {
            let mut out = vec![text_field(form, spot, width)];
            out.extend(understood(form, width));
            out
        }
        Spot::Kind => vec![kind(form)],
        Spot::Secret => secret(form, known, width),
        Spot::DevelopMode => vec![develop_mode(form)],
        Spot::SkipTlsVerify => vec![skip_tls_verify(form)],
        Spot::Password => vec![password(form, width)],
        // Drawn with the password.
        Spot::Reveal => Vec::new(),
        _ => vec![text_field(form, spot, width)],
    }
}

/// What a field is called, which depends on where the URL leads.
fn name(spot: Spot, way: Way) -> &'static str {
    match (spot, way) {
        (Spot::Name, _) => "Name *",
        (Spot::Location, _) => "URL *",
        (Spot::Username, Way::Store) => "Access key id",
        (Spot::Username, _) => "User",
        (Spot::Password, Way::Store) => "Secret key",
        (Spot::Password, _) => "Password",
        (Spot::Token, Way::Store) => "Session token",
        (Spot::Token, _) => "Bearer token",
        (Spot::SshKeyFile, _) => "Key file",
        (Spot::CaFile, _) => "CA file",
        (Spot::CertificateFile, _) => "Client cert",
        (Spot::KeyFile, _) => "Client key",
        _ => "Description",
    }
}

fn text_field(form: &Form, spot: Spot, width: usize) -> Line {
    let Some(typed) = form.values.field(spot) else { return Line::default() };
    let name = name(spot, form.values.way);
    let width = width.saturating_sub(LABEL + 10).clamp(8, FIELD);
    field(form, Input { spot, name, field: typed, width, note: note(form, spot) })
}

/// What is said behind a field.
fn note(form: &Form, spot: Spot) -> Row {
    let is_empty = form.values.field(spot).is_none_or(Field::is_empty);
    match (spot, &form.name_problem) {
        (Spot::Name, Some(problem)) => Row::of(clean(problem), Role::Error),
        (Spot::Name, None) if !is_empty => Row::of("ok", Role::Ok),
        (Spot::SshKeyFile, _) if is_empty => Row::of("empty: agent", Role::Muted),
        (Spot::CaFile, _) if is_empty => Row::of("PEM, added", Role::Muted),
        (Spot::CertificateFile | Spot::KeyFile, _) if is_empty => Row::of("PEM", Role::Muted),
        _ => Row::default(),
    }
}

fn kind(form: &Form) -> Line {
    let here = form.spot == Spot::Kind;
    let choices = [
        (None, "auto"),
        (Some(RepositoryKind::Helm), "helm"),
        (Some(RepositoryKind::Addons), "addons"),
    ];
    let (mut row, mut cursor) = (label("Kind", here), None);
    for (choice, name) in choices {
        let chosen = form.values.kind == choice;
        let mark = if chosen { "(o)" } else { "( )" };
        if here && chosen {
            cursor = Some(row.width() + 1);
        }
        let role = if here && chosen { Role::Selection } else { Role::Text };
        row.push(format!("{mark} {name}"), role);
        row.push("   ", Role::Text);
    }
    let told = form.check.outcome.as_ref().and_then(|probe| probe.fetched.as_ref());
    if let Some(fetched) = told.filter(|_| form.values.kind.is_none()) {
        row.push(format!("the index is {}", fetched.catalog.kind.name()), Role::Muted);
    }
    Line { left: row, cursor, ..Line::default() }
}

fn develop_mode(form: &Form) -> Line {
    let on = form.values.develop_mode;
    let text = "addons over plain http, as Helm Broker allows only in it";
    let role = if on { Role::Warning } else { Role::Text };
    let (spot, name) = (Spot::DevelopMode, "Develop mode");
    switch(form, &Switch { spot, name, on, text, role })
}

fn skip_tls_verify(form: &Form) -> Line {
    let on = form.values.skip_tls_verify;
    let text = if on {
        "NOT verified: anyone in between can read and change it"
    } else {
        "skip verification (marked wherever it is shown)"
    };
    let role = if on { Role::Error } else { Role::Text };
    switch(form, &Switch { spot: Spot::SkipTlsVerify, name: "Certificate", on, text, role })
}

fn password(form: &Form, width: usize) -> Line {
    let mut line = text_field(form, Spot::Password, width);
    let here = form.spot == Spot::Reveal;
    let mark = if form.reveal { "[x] show" } else { "[ ] show" };
    if here {
        line.cursor = Some(line.left.width() + 1);
    }
    line.left.push(mark, if here { Role::Selection } else { Role::Muted });
    if form.reveal && form.values.is_saved_secret(&form.values.password) {
        line.left.push("  only what is typed", Role::Muted);
    }
    line
}

/// The fold: what is behind it, and what of that is set.
fn more(form: &Form, width: usize) -> Line {
    let here = form.spot == Spot::More;
    let further = form.values.further();
    let set: Vec<_> = further.iter().filter(|spot| form.values.is_set(**spot)).collect();
    let word = |spot: Spot| match spot {
        Spot::Username if set.is_empty() => "login",
        Spot::Username => "user",
        Spot::Password => "password",
        Spot::Token if form.values.way == Way::Store => "session token",
        Spot::Token => "token",
        Spot::CaFile => "CA file",
        Spot::CertificateFile => "client certificate",
        Spot::KeyFile => "client key",
        Spot::SkipTlsVerify if set.is_empty() => "TLS",
        Spot::SkipTlsVerify => "TLS not verified",
        _ => "description",
    };
    let (button, told) = match form.more {
        Fold::Open => ("[-] Less", String::new()),
        Fold::Closed if set.is_empty() => {
            let implied = |spot: Spot| match spot {
                Spot::Password | Spot::Reveal | Spot::KeyFile => true,
                Spot::Token => further.contains(&Spot::Username),
                // Few object stores ask for one.
                Spot::CertificateFile => form.values.way == Way::Store,
                _ => false,
            };
            let named = further.iter().filter(|spot| !implied(**spot));
            ("[+] More", named.map(|spot| word(*spot)).collect::<Vec<_>>().join(", "))
        }
        Fold::Closed => {
            let words = set.iter().map(|spot| word(**spot));
            ("[+] More", format!("set: {}", words.collect::<Vec<_>>().join(", ")))
        }
    };
    let is_risky = form.more == Fold::Closed && form.values.is_set(Spot::SkipTlsVerify);
    let role = if here { Role::Selection } else { Role::Text };
    let told_role = match set.is_empty() {
        _ if is_risky => Role::Error,
        true => Role::Muted,
        false => Role::Text,
    };
    let gap = Row::of("  ", Role::Text);
    let row = [label("", false), Row::of(button, role), gap, Row::of(told, told_role)];
    let cursor = here.then_some(LABEL + 1);
    Line { left: join(row).fit(width), cursor, ..Line::default() }
}
