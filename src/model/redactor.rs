//! Takes secret values out of texts before anyone sees them, in whatever form a server or a library writes them.
//!
//! May import: `model::redactor::*`, `model::secret`.

mod forms;

use std::fmt;

use zeroize::Zeroizing;

use self::forms::forms;
use super::secret::Secret;

/// Values shorter than this are taken out only where they stand alone: a port's digits are in every other text.
const SHORT: usize = 4;
/// So many bytes of a value are taken out too where its text ends with them, or was cut.
const CUT: usize = 6;

/// What must not be seen, and what stands in its place.
#[derive(Clone, Default)]
pub struct Redactor {
    /// Every form of every value, the longest first.
    hidden: Vec<Hidden>,
}

#[derive(Clone)]
struct Hidden {
    form: Zeroizing<String>,
    instead: String,
    is_short: bool,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Redactor").field("forms", &self.hidden.len()).finish()
    }
}

impl Redactor {
    /// Puts `instead` in the place of a value from now on, in all its forms: as it is, percent-encoded,
    /// form-encoded, base64, escaped for JSON and HTML; a value of several lines also line by line.
    pub fn hide(&mut self, value: &Secret, instead: impl Into<String>) {
        let instead = instead.into();
        for form in forms(value.reveal()) {
            if self.hidden.iter().any(|one| *one.form == *form) {
                continue;
            }
            let is_short = form.chars().count() < SHORT;
            self.hidden.push(Hidden { form, instead: instead.clone(), is_short });
        }
        // Sorting is stable: of two values that are the same, the first one's words stay.
        self.hidden.sort_by_key(|one| std::cmp::Reverse(one.form.len()));
    }

    /// The text without the values.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        if self.hidden.is_empty() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let before = out.chars().next_back();
            let found = self.hidden.iter().find(|one| one.begins(rest, before));
            let found = found.map(|one| (one, one.form.len())).or_else(|| self.cut(rest));
            if let Some((found, length)) = found {
                out.push_str(&found.instead);
                rest = rest.get(length..).unwrap_or_default();
            } else {
                out.push(next);
                rest = rest.get(next.len_utf8()..).unwrap_or_default();
            }
        }
        out
    }

    /// The value of which a text begins with a part only, and how long that part is: answers are cut before they
    /// are told.
    fn cut(&self, text: &str) -> Option<(&Hidden, usize)> {
        // How a key in PEM begins is no secret.
        let values = self.hidden.iter().filter(|one| !one.form.starts_with("-----"));
        let parts = values.map(|one| (one, shared(&one.form, text)));
        let is_end = |length: usize| {
            let after = text.get(length..).and_then(|rest| rest.chars().next());
            !after.is_some_and(char::is_alphanumeric)
        };
        let parts = parts.filter(|(_, length)| *length >= CUT && is_end(*length));
        parts.max_by_key(|(_, length)| *length)
    }

    /// Whether a text holds some form of a value.
    #[must_use]
    pub fn finds(&self, text: &str) -> bool {
        self.hidden.iter().any(|one| text.contains(one.form.as_str()))
    }
}

impl Hidden {
    /// Whether a text begins with it, where a short one must stand alone.
    fn begins(&self, text: &str, before: Option<char>) -> bool {
        let Some(after) = text.strip_prefix(self.form.as_str()) else { return false };
        let is_open = |side: Option<char>| !side.is_some_and(char::is_alphanumeric);
        !self.is_short || (is_open(before) && is_open(after.chars().next()))
    }
}

/// How many bytes two texts have in common at their beginnings, in whole characters.
fn shared(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars());
    pairs.take_while(|(left, right)| left == right).map(|(left, _)| left.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(pairs: &[(&str, &str)]) -> Redactor {
        let mut redactor = Redactor::default();
        for (value, instead) in pairs {
            redactor.hide(&Secret::from(*value), *instead);
        }
        redactor
    }

    #[test]
    fn every_form_of_a_value_is_taken_out() {
        let hidden = redactor(&[("p@ss w/rd+\"é", "***")]);
        for (text, expected) in [
            ("raw p@ss w/rd+\"é!", "raw ***!"),
            ("https://u:p%40ss%20w%2Frd%2B%22%C3%A9@h/", "https://u:***@h/"),
            ("https://u:p%40ss%20w%2frd%2b%22%c3%a9@h/", "https://u:***@h/"),
            ("path /p@ss%20w/rd+%22%C3%A9/x", "path /***/x"),
            ("form x=p%40ss+w%2Frd%2B%22%C3%A9&y", "form x=***&y"),
            ("json \"p@ss w/rd+\\\"é\"", "json \"***\""),
            ("html p@ss w/rd+&quot;é<br>", "html ***<br>"),
            ("nothing of it", "nothing of it"),
        ] {
            assert_eq!(hidden.text(text), expected);
        }
    }

    #[test]
    fn base64_is_taken_out_wherever_in_its_text_the_value_begins() {
        use base64::Engine as _;
        use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
        let value = "hunter2>>>???hunter2";
        let hidden = redactor(&[(value, "***")]);
        for before in ["", "u:", "us:", "use:", "user:"] {
            for after in ["", "x", "xy"] {
                let whole = format!("{before}{value}{after}");
                for text in [
                    STANDARD.encode(&whole),
                    URL_SAFE.encode(&whole),
                    URL_SAFE_NO_PAD.encode(&whole),
                ] {
                    let told = hidden.text(&format!("Basic {text}"));
                    assert!(told.contains("***"), "{whole}: {text} became {told}");
                    // What is left of it does not tell the value: at most the characters that are shared with
                    // what stands beside it.
                    assert!(told.len() < "Basic ***".len() + 12, "{whole}: {text} became {told}");
                }
            }
        }
    }

    #[test]
    fn the_longest_value_goes_first_and_what_was_put_in_is_not_looked_at_again() {
        let hidden = redactor(&[("hunt", "{a}"), ("hunter2", "{hunt}"), ("host", "{host}")]);
        assert_eq!(hidden.text("hunter2 hunt hunts host"), "{hunt} {a} {a}s {host}");
    }

    #[test]
    fn what_is_left_of_a_value_that_was_cut_is_taken_out_too() {
        let hidden = redactor(&[("hunter2/secret", "***"), ("github.com", "{host}")]);
        for (text, expected) in [
            ("told hunter2/sec…", "told ***…"),
            ("told \"hunter2\", not", "told \"***\", not"),
            ("told hunte", "told hunte"),
            ("hunter2xyz", "hunter2xyz"),
            ("https://github.io/ github.com", "https://github.io/ {host}"),
        ] {
            assert_eq!(hidden.text(text), expected);
        }
    }

    #[test]
    fn a_short_value_is_taken_out_only_where_it_stands_alone() {
        let hidden = redactor(&[("dev", "{stage}"), ("", "never")]);
        assert_eq!(
            hidden.text("dev /dev/ device mydev dev"),
            "{stage} /{stage}/ device mydev {stage}"
        );
    }

    #[test]
    fn a_value_of_several_lines_is_taken_out_by_line_too() {
        let key = "-----BEGIN PRIVATE KEY-----\nMIIEmarkedone\nMIIEmarkedtwo\r\n-----END PRIVATE KEY-----\n";
        let hidden = redactor(&[(key, "***")]);
        assert_eq!(hidden.text("bad line MIIEmarkedtwo in it"), "bad line *** in it");
        assert_eq!(hidden.text("expected -----BEGIN"), "expected -----BEGIN");
        assert_eq!(hidden.text(&format!("whole: {key}")), "whole: ***");
    }

    #[test]
    fn a_host_is_taken_out_in_small_letters_too() {
        let hidden = redactor(&[("Host.Example.ORG", "{host}")]);
        assert_eq!(
            hidden.text("https://host.example.org/ Host.Example.ORG"),
            "https://{host}/ {host}"
        );
    }

    #[test]
    fn nothing_that_is_shown_of_it_tells_a_value() {
        assert_eq!(format!("{:?}", Redactor::default()), "Redactor { forms: 0 }");
        assert!(!format!("{:?}", redactor(&[("marked", "x")])).contains("marked"));
    }

    mod properties {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #[test]
            fn no_value_is_left_in_any_text(
                value in "[ -~]{4,20}", before in "\\PC{0,20}", after in "\\PC{0,20}"
            ) {
                let hidden = redactor(&[(&value, "")]);
                let url: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
                let json = serde_json::to_string(&value).expect("a text");
                let json = json.get(1..json.len() - 1).unwrap_or_default();
                for form in [value.as_str(), url.as_str(), json] {
                    let told = hidden.text(&format!("{before}\u{1}{form}\u{1}{after}"));
                    prop_assert!(told.contains("\u{1}\u{1}"), "{}", told);
                }
            }
        }
    }
}
