//! What is said of texts that are no tokens.
//!
//! May import: `helm::template::{fault, lexer, tree}`, `model::rule`.

use crate::helm::template::fault::Fault;
use crate::helm::template::lexer::Wrong;
use crate::helm::template::tree::Bytes;
use crate::model::rule::template as rules;
use crate::model::text::short_name;

/// The fault of such a text, in an action that begins with `left`.
pub(super) fn fault(text: &str, wrong: Wrong, range: Bytes, left: Bytes) -> Fault {
    let word = text.get(range.clone()).unwrap_or_default();
    let last = word.chars().next_back().unwrap_or_default();
    let name = short_name(word);
    match wrong {
        Wrong::Action => {
            let message = "the action is never closed";
            Fault::new(&rules::TPL001, left, message).related(range, "it goes on up to here")
        }
        Wrong::Comment => {
            let start = range.start..(range.start + 4).min(range.end);
            Fault::new(&rules::TPL002, start, "the comment is never closed").fix("End it with */}}")
        }
        Wrong::CommentTail => {
            let end = word.find("*/").map_or(range.start, |place| range.start + place);
            let message = "the comment's end is not followed by the end of its action";
            Fault::new(&rules::TPL002, end..end + 2, message)
                .fix("Write */}} or */ -}}, and nothing else into the action")
        }
        Wrong::Quoted => {
            Fault::new(&rules::TPL003, range, "the text in quotes does not end on its line")
        }
        Wrong::Raw => Fault::new(&rules::TPL003, range, "the text in back quotes is never closed"),
        Wrong::Constant => Fault::new(
            &rules::TPL003,
            range,
            "a single quote begins a character constant, and it does not end on its line",
        )
        .fix("Put texts in double quotes"),
        Wrong::Number => {
            let fault = Fault::new(&rules::TPL005, range, format!("\"{name}\" is no number"));
            if word.starts_with('-') {
                fault.fix("Put a blank after the dash of a trim marker")
            } else {
                fault
            }
        }
        Wrong::Colon => Fault::new(&rules::TPL006, range, "a colon stands without ="),
        Wrong::Character if last == '-' => {
            let message = format!("a dash follows \"{}\" at once", name.trim_end_matches('-'));
            Fault::new(&rules::TPL006, range, message)
                .fix("Put a blank before the dash of a trim marker; use get or index for keys with dashes")
        }
        Wrong::Character => {
            let message = format!("unexpected character in \"{name}\"");
            Fault::new(&rules::TPL006, range, message)
        }
        Wrong::Unknown => {
            let message = format!("an action cannot hold the character {last:?}");
            Fault::new(&rules::TPL006, range, message)
        }
    }
}
