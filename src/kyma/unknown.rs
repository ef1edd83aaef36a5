//! Keys that Helm Broker does not read, and what was probably meant.
//!
//! May import: `kyma::{fields}`, `yaml`, `model`.

use std::collections::HashMap;

use super::fields::key_text;
use crate::model::{Findings, Rule, Span};
use crate::yaml::Node;

/// Reports each unknown key once, however often it stands in the file.
pub(super) fn report(keys: &[&Node], known: &[&str], rule: &'static Rule, out: &mut Findings) {
    let mut seen: Vec<(String, Span, usize)> = Vec::new();
    let mut places = HashMap::new();
    for key in keys {
        let name = key_text(key).unwrap_or_default();
        let index = *places.entry(name.clone()).or_insert(seen.len());
        match seen.get_mut(index) {
            Some((_, _, count)) => *count += 1,
            None => seen.push((name, key.span, 1)),
        }
    }
    for (name, span, count) in seen {
        let times = if count == 1 { String::new() } else { format!(" ({count} times)") };
        let message = format!("Helm Broker does not read \"{name}\"{times}");
        let meant = nearest(&name, known);
        let found = out.add(rule, span, message);
        found.fix = meant.map(|field| format!("Write {field} if that is what is meant"));
    }
}

/// The known key that is at most two letters away.
fn nearest<'known>(name: &str, known: &[&'known str]) -> Option<&'known str> {
    let name = name.to_lowercase();
    known
        .iter()
        .map(|field| (distance(&name, &field.to_lowercase()), *field))
        .filter(|(distance, field)| *distance <= 2 && *distance < field.len())
        .min()
        .map(|(_, field)| field)
}

/// How many letters must be changed, added or removed; long texts count as far apart.
fn distance(left: &str, right: &str) -> usize {
    const LONGEST: usize = 64;
    if left.len() > LONGEST {
        return LONGEST;
    }
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut next = vec![index + 1];
        for ((above, pair), other) in row.iter().skip(1).zip(&row).zip(&right) {
            let replaced = pair + usize::from(letter != *other);
            let before = next.last().copied().unwrap_or_default();
            next.push(replaced.min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_known_key_is_suggested() {
        for (name, expected) in [
            ("display-name", Some("displayName")),
            ("descripton", Some("description")),
            ("nmae", Some("name")),
            ("urls", None),
            ("digest", None),
            ("", None),
        ] {
            let known = ["name", "description", "displayName", "id"];
            assert_eq!(nearest(name, &known), expected, "{name}");
        }
    }
}
