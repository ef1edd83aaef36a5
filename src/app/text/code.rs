//! Highlighting of YAML, JSON and Go templates, line by line: what a reader needs to find his way, not a
//! parser. A line that cannot be understood stays plain.
//!
//! May import: `app::text::{row, code::*}`, `app::theme` (roles), `model::text`.

mod json;
mod template;
mod yaml;

use std::ops::Range;

use super::row::Row;
use crate::app::theme::Role;
use crate::model::text::clean;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// YAML or text with Go template actions.
    Template,
    /// Anything else.
    Plain,
}

impl Language {
    /// Told by the path of a file in a package.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let in_templates = path.starts_with("templates/") || path.contains("/templates/");
        match name.rsplit('.').next() {
            Some("tpl") => Self::Template,
            Some("yaml" | "yml" | "txt") if in_templates => Self::Template,
            Some("yaml" | "yml" | "lock") => Self::Yaml,
            Some("json") => Self::Json,
            _ if name == "bind.yaml" => Self::Template,
            _ => Self::Plain,
        }
    }
}

/// The lines of a text that fall into `wanted` (counted from 0), highlighted. Lines before them are only
/// read for what spans lines, such as block texts and comments.
#[must_use]
pub fn highlight(text: &str, language: Language, wanted: Range<usize>) -> Vec<Row> {
    let mut reader = Reader::default();
    let mut out = Vec::new();
    for (number, line) in text.lines().enumerate().take(wanted.end) {
        let line = clean(line);
        if wanted.contains(&number) {
            out.push(reader.paint(&line, language));
        } else {
            reader.pass(&line, language);
        }
    }
    out
}

/// What lasts longer than a line.
#[derive(Default)]
struct Reader {
    yaml: yaml::State,
    template: template::State,
}

impl Reader {
    fn pass(&mut self, line: &str, language: Language) {
        match language {
            Language::Yaml => self.yaml.pass(line),
            Language::Template => {
                self.yaml.pass(line);
                self.template.pass(line);
            }
            Language::Json | Language::Plain => {}
        }
    }

    fn paint(&mut self, line: &str, language: Language) -> Row {
        let mut roles = vec![Role::Text; line.len()];
        match language {
            Language::Yaml => self.yaml.paint(line, &mut roles),
            Language::Json => json::paint(line, &mut roles),
            Language::Template => {
                self.yaml.paint(line, &mut roles);
                self.template.paint(line, &mut roles);
            }
            Language::Plain => {}
        }
        row(line, &roles)
    }
}

/// Joins bytes of equal role to pieces.
fn row(line: &str, roles: &[Role]) -> Row {
    let mut out = Row::default();
    for (at, character) in line.char_indices() {
        let role = roles.get(at).copied().unwrap_or(Role::Text);
        out.push(character.encode_utf8(&mut [0; 4]) as &str, role);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes roles as one letter per character: k key, s string, n number, c comment, t template,
    /// p punctuation, blank text.
    fn letters(text: &str, language: Language) -> Vec<String> {
        let letter = |role| match role {
            Role::CodeKey => 'k',
            Role::CodeString => 's',
            Role::CodeNumber => 'n',
            Role::CodeComment => 'c',
            Role::CodeTemplate => 't',
            Role::CodePunctuation => 'p',
            _ => ' ',
        };
        highlight(text, language, 0..usize::MAX)
            .iter()
            .map(|row| {
                let letters = row.pieces.iter().flat_map(|piece| {
                    std::iter::repeat_n(letter(piece.role), piece.text.chars().count())
                });
                letters.collect()
            })
            .collect()
    }

    #[test]
    fn yaml_lines_are_told_apart() {
        for (line, expected) in [
            ("replicas: 3", "kkkkkkkkp n"),
            ("name: redis # the name", "kkkkp sssss cccccccccc"),
            ("- name: \"a # b\"", "p kkkkp sssssss"),
            ("on: true", "kkp nnnn"),
            ("url: http://x:80/a", "kkkp sssssssssssss"),
            ("---", "ppp"),
            ("\"quoted key\": ~", "kkkkkkkkkkkkp n"),
            ("list: [1, two]", "kkkkp pnp sssp"),
            ("a: {}", "kp pp"),
            ("plain text", "ssssssssss"),
            ("# all", "ccccc"),
            ("at: &anchor 5", "kkp ppppppp n"),
        ] {
            assert_eq!(letters(line, Language::Yaml), [expected], "{line}");
        }
    }

    #[test]
    fn block_texts_last_until_the_indentation_ends() {
        let text = "run: |-\n  echo: 1\n\n  # no comment\nnext: 1";
        let expected = ["kkkp pp", "  sssssss", "", "  ssssssssssss", "kkkkp n"];
        assert_eq!(letters(text, Language::Yaml), expected);
        assert_eq!(highlight(text, Language::Yaml, 3..4)[0].pieces[1].role, Role::CodeString);
    }

    #[test]
    fn json_keys_differ_from_texts() {
        let line = "  \"type\": [\"a\\\"b\", 12, null],";
        assert_eq!(letters(line, Language::Json), ["  kkkkkkp pssssssp nnp nnnnpp"]);
    }

    #[test]
    fn template_actions_and_their_comments_stand_out_over_lines() {
        let text = "a: {{ .Values.x }}\n{{/* one\ntwo */}}\nb: 1";
        let expected = ["kp ttttttttttttttt", "cccccccc", "cccccccc", "kp n"];
        assert_eq!(letters(text, Language::Template), expected);
    }

    #[test]
    fn any_text_can_be_painted_in_any_language() {
        for text in [
            "\"",
            "'",
            "{{",
            "}}",
            "名: 前 # é",
            ": :",
            "- - -",
            "|",
            "\"\\",
            "{{/*",
            "é: \"",
            "[",
            "&",
            "!!",
        ] {
            for language in [Language::Yaml, Language::Json, Language::Template, Language::Plain] {
                let rows = highlight(text, language, 0..9);
                assert_eq!(rows[0].plain(), text);
            }
        }
    }

    #[test]
    fn the_language_is_told_by_the_path() {
        for (path, expected) in [
            ("values.yaml", Language::Yaml),
            ("templates/service.yaml", Language::Template),
            ("charts/a/templates/NOTES.txt", Language::Template),
            ("templates/_helpers.tpl", Language::Template),
            ("values.schema.json", Language::Json),
            ("Chart.lock", Language::Yaml),
            ("LICENSE", Language::Plain),
        ] {
            assert_eq!(Language::of(path), expected, "{path}");
        }
    }
}
