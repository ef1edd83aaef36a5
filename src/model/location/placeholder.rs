//! A text with placeholders: understood with stand-ins in their places.
//!
//! What is secret and stands in the text itself, beside the placeholders, moves to the credentials.
//! May import: `model::location::{error, stand_in, template, text, value, within}`.

use super::error::LocationError;
use super::path::Surroundings;
use super::stand_in::{Parts, StandIns};
use super::template::Template;
use super::template::slot::{Position, Slot, slots};
use super::text::MOVED;
use super::value::{Location, Parsed};
use super::within;

/// Reads a text with braces.
pub(super) fn parse(text: &str, from: &Surroundings) -> Result<Parsed, LocationError> {
    let found = slots(text)?;
    if let Some((text, credentials)) = within::take_secrets(text, &found)? {
        let mut parsed = parse(&text, from)?;
        parsed.credentials = Some(credentials);
        parsed.warnings.push(format!("what is secret and no placeholder {MOVED}"));
        return Ok(parsed);
    }
    let location = Location::Template(Template::of(text));
    let mut warnings = doubts(text, &found);
    let Some((inner, stand_ins)) = understand(text, &found, from)? else {
        return Ok(Parsed::new(location, None, warnings));
    };
    let told = inner.warnings.iter().filter(|warning| !warning.contains(MOVED));
    warnings.extend(told.map(|warning| stand_ins.restore(warning)));
    let suggestion = inner.suggestion.map(|text| stand_ins.restore(&text));
    Ok(Parsed { suggestion, ..Parsed::new(location, None, warnings) })
}

/// What a template would be, with stand-ins for its values; `None` where the values alone tell.
pub(super) fn understood(template: &Template) -> Option<(Parsed, StandIns)> {
    let found = slots(template.text()).ok()?;
    understand(template.text(), &found, &Surroundings::default()).ok().flatten()
}

fn understand(
    text: &str,
    slots: &[Slot],
    from: &Surroundings,
) -> Result<Option<(Parsed, StandIns)>, LocationError> {
    if slots.iter().any(|slot| slot.position == Position::Whole) {
        return Ok(None);
    }
    // `github.com/{project}` needs two parts where `https://host/{name}` needs one: both are tried.
    let mut first = None;
    for parts in [Parts::One, Parts::Two] {
        let (filled, stand_ins) = StandIns::put(text, slots, parts);
        match Location::parse_filled(&filled, from) {
            Ok(parsed) => return Ok(Some((parsed, stand_ins))),
            Err(error) => {
                let mut told =
                    LocationError::new(stand_ins.restore(&error.message)).fault(error.fault);
                told.suggestion = error.suggestion.map(|text| stand_ins.restore(&text));
                first.get_or_insert(told);
            }
        }
    }
    first.map_or(Ok(None), Err)
}

fn doubts(text: &str, slots: &[Slot]) -> Vec<String> {
    let mut doubts = Vec::new();
    for Slot { key, position, .. } in slots {
        let is_decisive =
            matches!(position, Position::Query(name) if name == "addressing" || name == "index");
        if *position == Position::Whole {
            doubts.push(format!("what kind of place this is shows once a Secret fills {{{key}}}"));
        } else if is_decisive {
            doubts.push(format!("{{{key}}} must be one of the words that this option knows"));
        } else if *position == Position::Host && text.starts_with(&format!("s3://{{{key}}}")) {
            doubts.push(format!("whether {{{key}}} is a bucket or a host shows once it is filled"));
        }
    }
    doubts
}
