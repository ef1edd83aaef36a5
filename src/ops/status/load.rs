//! Whether Helm Broker loads an addon, told by what we find in it.
//!
//! May import: `ops::status::verdict`, `model`.

use super::verdict::{Cause, Reason};
use crate::model::rule::archive::{PKG001, PKG002, PKG003, PKG004, PKG005, PKG025};
use crate::model::{Consumer, Diagnostic, Effect, Family, Severity};

/// Faults of an archive at which Helm Broker stops. It looks at paths and sizes not at all.
const ARCHIVE: [&str; 6] =
    [PKG001.code, PKG002.code, PKG003.code, PKG004.code, PKG005.code, PKG025.code];

/// The step of loading at which messages are collected, joined by commas; every other step ends at the first.
const FORM: u8 = 6;

/// The causes that the findings of an addon are for Helm Broker: first the one that it would tell, then all
/// the others that hide behind it.
pub(super) fn causes(findings: &[Diagnostic]) -> Vec<Cause> {
    let mut fatal: Vec<&Diagnostic> = findings.iter().filter(|found| is_fatal(found)).collect();
    fatal.sort_by_key(|found| step(found));
    let Some(first) = fatal.first().map(|found| step(found)) else { return Vec::new() };
    let cause = |message: String| Cause { reason: Reason::Loading, message };
    if first != FORM {
        return fatal.iter().map(|found| cause(told(found))).collect();
    }
    let (form, rest): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        fatal.into_iter().partition(|found| step(found) == FORM);
    let form = form.into_iter().map(told).collect::<Vec<_>>().join(", ");
    std::iter::once(cause(form)).chain(rest.into_iter().map(|found| cause(told(found)))).collect()
}

fn is_fatal(found: &Diagnostic) -> bool {
    // What only fails later does not keep Helm Broker from loading.
    let is_later = found.rule.effect(Consumer::HelmBroker) == Effect::Fails;
    found.severity == Severity::Error
        && !(is_later && found.rule.family == Family::Addon)
        && (matches!(found.rule.family, Family::Addon | Family::Chart)
            || ARCHIVE.contains(&found.rule.code))
}

fn told(found: &Diagnostic) -> String {
    let span = found.place.span.map(|span| format!(":{}:{}", span.line, span.column));
    format!("{}{}: {}", found.place.file, span.unwrap_or_default(), found.message)
}

/// The step of Helm Broker's loader at which the fault shows.
fn step(found: &Diagnostic) -> u8 {
    let path = found.place.file.as_str();
    match found.rule.code {
        _ if found.rule.family == Family::Archive => 0,
        "ADD020" | "ADD021" | "ADD030" | "ADD031" => 1,
        "ADD032" | "ADD006" => FORM + 1,
        "ADD004" | "ADD005" | "ADD042" | "ADD043" | "ADD070" | "ADD080" => FORM,
        _ if found.rule.family == Family::Chart => 2,
        _ if path.contains("docs/") => 4,
        _ if path.contains("plans/") => 5,
        "ADD040" => 5,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;
    use crate::model::rule::addon::{ADD005, ADD011, ADD030, ADD043, ADD061};

    fn found(rule: &'static crate::model::Rule, file: &str, message: &str) -> Diagnostic {
        Diagnostic::new(rule, Place::file(file), message)
    }

    #[test]
    fn the_first_step_that_fails_is_told_first_and_hides_none_of_the_others() {
        let schema = found(&ADD061, "x/plans/a/create-instance-schema.json", "no JSON");
        let chart = found(&ADD030, "x", "no chart");
        let field = found(&ADD005, "x/meta.yaml", "no id");
        let plan = found(&ADD043, "x/plans/a/meta.yaml", "no name");
        let harmless = found(&ADD011, "x/meta.yaml", "unknown");
        let all = causes(&[field.clone(), schema, plan.clone(), chart, harmless.clone()]);
        let told: Vec<&str> = all.iter().map(|cause| cause.message.as_str()).collect();
        assert_eq!(told[..2], ["x: no chart", "x/plans/a/create-instance-schema.json: no JSON"]);
        assert_eq!(told.len(), 4);
        let form = causes(&[field, plan]);
        assert_eq!(form.len(), 1, "what the form finds is told together");
        assert_eq!(form[0].message, "x/meta.yaml: no id, x/plans/a/meta.yaml: no name");
        assert_eq!(causes(&[harmless]), []);
    }
}
