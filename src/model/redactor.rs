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
/// Words of every sentence. A value that is one of them, or a single character, is taken out only where it stands
/// in a URL, a header or the like: it is no secret then, and without these words no error could be read.
const WORDS: &[&str] = &[
    "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "did", "do", "end", "for",
    "had", "has", "if", "in", "is", "it", "its", "key", "may", "new", "no", "not", "of", "off",
    "on", "one", "or", "out", "say", "so", "the", "to", "try", "two", "up", "url", "use", "was",
    "yet", "you",
];
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
    /// form-encoded, base64, escaped for JSON and HTML; a value of several lines also line by line, and of one
    /// that is a host with its port, or a URL, also the host alone: certificates and resolvers speak of that.
    pub fn hide(&mut self, value: &Secret, instead: impl Into<String>) {
        let instead = instead.into();
        let hosts = host(value.reveal())
            .into_iter()
            .flat_map(|host| [host.to_owned(), host.to_ascii_lowercase()].map(Zeroizing::new));
        for form in forms(value.reveal()).into_iter().chain(hosts) {
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
        let after = after.chars().next();
        if !self.is_short {
            return true;
        }
        is_open(before) && is_open(after) && (!self.is_word() || is_address(before, after))
    }

    /// Whether sentences need it.
    fn is_word(&self) -> bool {
        self.form.chars().count() == 1 || WORDS.contains(&self.form.to_ascii_lowercase().as_str())
    }
}

/// Whether what stands between these two is a part of something longer that no sentence has.
fn is_address(before: Option<char>, after: Option<char>) -> bool {
    let is_joint = |side: Option<char>| side.is_some_and(|one| "/=&?@+#%\\".contains(one));
    let is_colon = |side: Option<char>| side == Some(':');
    // After a colon, sentences have a blank.
    is_joint(before) || is_joint(after) || is_colon(before)
}

/// The host of `host:port`, or of a URL. What is no host's name (a user with a password of digits) is not
/// taken apart.
fn host(value: &str) -> Option<&str> {
    let value = value.trim();
    let rest = match value.split_once("://") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next()?,
        None => {
            value.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map(|_| value)?
        }
    };
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let host = match rest.rsplit_once(':') {
        Some((host, port)) if is_port(port) => host,
        _ => rest,
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
    let is_host = host.contains(['.', ':']) && host.bytes().all(is_name);
    (is_host && host.len() >= SHORT).then_some(host)
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
    fn a_value_that_is_a_word_or_a_single_character_leaves_sentences_readable() {
        for (value, text, expected) in [
            ("a", "not a chart: a, b (a)", "not a chart: a, b (a)"),
            ("a", "https://h/a/x?y=a&a=1 u:a@h", "https://h/***/x?y=***&***=1 u:***@h"),
            ("not", "it is not there", "it is not there"),
            ("not", "/not/there not:", "/***/there not:"),
            ("1", "line 1, HTTP/1.1 in 1 of 10", "line 1, HTTP/***.1 in 1 of 10"),
            ("22", "port 22, 122 at :22", "port ***, 122 at :***"),
            ("v1", "the ref v1 of v1.2", "the ref *** of ***.2"),
        ] {
            assert_eq!(redactor(&[(value, "***")]).text(text), expected, "{value}");
        }
    }

    #[test]
    fn a_host_with_its_port_is_taken_out_alone_too() {
        for (value, text, expected) in [
            ("127.0.0.1:18443", "the certificate of 127.0.0.1", "the certificate of {host}"),
            ("127.0.0.1:18443", "127.0.0.1:18443 127.0.0.1:9", "{host} {host}:9"),
            ("Git.Example.org:22", "no git.example.org", "no {host}"),
            ("https://u:p@h.example:8443/x?y", "resolve h.example:8443", "resolve {host}:8443"),
            ("[2001:db8::7]:443", "at [2001:db8::7], 2001:db8::7", "at {host}, {host}"),
            ("admin:12345", "the admin of it", "the admin of it"),
            ("a:1", "not a chart", "not a chart"),
        ] {
            assert_eq!(redactor(&[(value, "{host}")]).text(text), expected, "{value}");
        }
    }

    #[test]
    fn a_blank_and_a_quote_at_the_end_of_a_value_hide_in_no_form() {
        // A property test once found this one, with nothing around it.
        for form in ["0a \"", "0a+%22", "0a%20%22", "0a \\\"", "0a &quot;", "0a &#34;", "MGEgIg"] {
            let told = redactor(&[("0a \"", "")]).text(&format!("\u{1}{form}\u{1}"));
            assert_eq!(told, "\u{1}\u{1}", "{form}");
        }
        for (text, expected) in [("0a ", ""), ("\u{1}0a+\u{1}", "\u{1}\u{1}"), ("0a b0a ", " b0a ")]
        {
            assert_eq!(redactor(&[("0a ", "")]).text(text), expected, "{text:?}");
        }
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
