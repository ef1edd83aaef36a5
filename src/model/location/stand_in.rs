//! Words that stand for the values of placeholders while nobody knows them.
//!
//! May import: `model::location::template`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::template::slot::{Position, Slot};

/// Of how many parts the stand-in for a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts {
    One,
    Two,
}

/// Stand-ins and the placeholders in whose place they are.
#[derive(Debug, Default)]
pub(super) struct StandIns {
    words: Vec<(String, String)>,
}

impl StandIns {
    /// The text with a stand-in for each placeholder, one that may stand at its position.
    pub(super) fn put(text: &str, slots: &[Slot], parts: Parts) -> (String, Self) {
        let mut out = String::with_capacity(text.len());
        let mut stand_ins = Self::default();
        let (salt, mut done) = (salt(text), 0);
        for (number, slot) in slots.iter().enumerate() {
            out.push_str(text.get(done..slot.at.start).unwrap_or_default());
            let word = word(&slot.position, number, &salt, parts);
            out.push_str(&word);
            done = slot.at.end;
            stand_ins.words.push((word, format!("{{{}}}", slot.key)));
        }
        out.push_str(text.get(done..).unwrap_or_default());
        (out, stand_ins)
    }

    /// A text in which the placeholders are back.
    pub(super) fn restore(&self, text: &str) -> String {
        let put = |text: String, (word, key): &(String, String)| text.replace(word, key);
        self.words.iter().fold(text.to_owned(), put)
    }

    /// Whether a number stands for a value.
    pub(super) fn stands_in(&self, number: impl std::fmt::Display) -> bool {
        let number = format!("{number}");
        self.words.iter().any(|(word, _)| *word == number)
    }
}

/// What is not in the text, so that it can be found again.
fn salt(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    let mut salt = "zq".to_owned();
    while text.contains(&salt) {
        salt.push('q');
    }
    salt
}

fn word(position: &Position, number: usize, salt: &str, parts: Parts) -> String {
    let word = format!("{salt}{number}z");
    match position {
        Position::Port => (50_000 + number).to_string(),
        Position::Query(key) if key == "depth" => (50_000 + number).to_string(),
        Position::Query(key) if key == "sshkey" => STANDARD
            .encode(format!("-----BEGIN PRIVATE KEY-----\n{word}\n-----END PRIVATE KEY-----\n")),
        Position::Query(key) if key == "addressing" => "path".to_owned(),
        Position::Query(key) if key == "index" => "file".to_owned(),
        Position::Path if parts == Parts::Two => format!("{word}/{word}y"),
        _ => word,
    }
}
