//! `chartroom explain`: how a URL is understood.
//!
//! May import: `cli::{args, output}`, `model`.

use std::io::Write;

use serde_json::Value;

use super::args::{ExplainArguments, TextFormat};
use super::output::{Exit, json};
use crate::error::{Error, ErrorKind};
use crate::model::Location;
use crate::model::text::clean;

/// Carries out `explain`.
pub(super) fn run(arguments: &ExplainArguments, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let explanation = Location::explain(&arguments.url);
    let understood = explanation.error.is_none();
    if arguments.format == TextFormat::Json {
        json(out, &serde_json::to_value(&explanation)?)?;
        return Ok(if understood { Exit::Clean } else { Exit::Failed });
    }
    if let Some(error) = explanation.error {
        let hint = explanation.suggestion.map(|text| format!("perhaps {text}"));
        let message = format!("not understood: {error}");
        return Err(Error::new(ErrorKind::Malformed, message)
            .hint(hint.unwrap_or_default())
            .into());
    }
    let Value::Object(fields) = serde_json::to_value(&explanation)? else {
        return Ok(Exit::Clean);
    };
    for (name, value) in &fields {
        let label = name.replace('_', " ");
        match value {
            Value::String(text) => writeln!(out, "{label:<13} {}", clean(text))?,
            Value::Number(number) => writeln!(out, "{label:<13} {number}")?,
            Value::Array(warnings) => {
                for text in warnings.iter().filter_map(Value::as_str) {
                    writeln!(out, "{:<13} {}", "note", clean(text))?;
                }
            }
            _ => {}
        }
    }
    Ok(Exit::Clean)
}
