//! Literals as Go reads them: texts in quotes, characters, numbers.
//!
//! May import: nothing of the crate.

use std::borrow::Cow;

/// The text of a quoted or raw literal with its quotes; where it is wrong, the offset and length of the fault.
pub(in crate::helm) fn unquote(literal: &str) -> Result<Cow<'_, str>, (usize, usize)> {
    let body = literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default();
    if literal.starts_with('`') {
        let is_plain = !body.contains('\r');
        return Ok(if is_plain { Cow::Borrowed(body) } else { Cow::Owned(body.replace('\r', "")) });
    }
    if !body.contains('\\') {
        return Ok(Cow::Borrowed(body));
    }
    let quote = literal.chars().next().unwrap_or_default();
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(place) = rest.find('\\') {
        out.push_str(rest.get(..place).unwrap_or_default());
        let tail = rest.get(place..).unwrap_or_default();
        let offset = literal.len() - 1 - tail.len();
        let (character, length) =
            escape(tail.get(1..).unwrap_or_default(), quote).map_err(|length| (offset, length))?;
        out.push(character);
        rest = tail.get(1 + length..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// The character that an escape stands for and the escape's length, both without the backslash; or the length
/// of what is wrong, with it.
fn escape(text: &str, quote: char) -> Result<(char, usize), usize> {
    let Some(first) = text.chars().next() else { return Err(1) };
    let plain = match first {
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        '\\' => '\\',
        _ if first == quote => quote,
        _ => return number_escape(text, first),
    };
    Ok((plain, 1))
}

fn number_escape(text: &str, first: char) -> Result<(char, usize), usize> {
    let (skipped, digits, radix) = match first {
        'x' => (1, 2, 16),
        'u' => (1, 4, 16),
        'U' => (1, 8, 16),
        '0'..='7' => (0, 3, 8),
        _ => return Err(1 + first.len_utf8()),
    };
    let word = text.get(skipped..skipped + digits).filter(|word| !word.starts_with(['+', '-']));
    let number = word.and_then(|word| u32::from_str_radix(word, radix).ok());
    let number = number.filter(|number| radix != 8 || *number < 256);
    let character = match number {
        Some(number) if matches!(first, 'u' | 'U') => char::from_u32(number),
        // A byte: what does not stand for a character alone is only kept as something.
        other => other.map(|number| char::from_u32(number).unwrap_or('\u{fffd}')),
    };
    character.map(|character| (character, skipped + digits)).ok_or(2)
}

/// Whether a character constant is one character.
pub(in crate::helm) fn is_character(literal: &str) -> bool {
    unquote(literal).is_ok_and(|text| text.chars().count() == 1)
}

/// Whether what looks like a number is one.
pub(in crate::helm) fn is_number(word: &str) -> bool {
    if let Some(real) = word.strip_suffix('i') {
        let split = real.rfind(['+', '-']).filter(|place| *place > 0);
        let is_exponent = |place: &usize| real[..*place].ends_with(['e', 'E', 'p', 'P']);
        return match split.filter(|place| !is_exponent(place)) {
            Some(place) => is_real(&real[..place]) && is_real(&real[place..]),
            None => is_real(real),
        };
    }
    is_real(word)
}

fn is_real(word: &str) -> bool {
    let body = word.strip_prefix(['+', '-']).unwrap_or(word);
    let lower = body.to_ascii_lowercase();
    let has_digits = |text: &str, radix: u32| {
        let digits = text.replace('_', "");
        !digits.is_empty() && u64::from_str_radix(&digits, radix).is_ok()
    };
    if let Some(hex) = lower.strip_prefix("0x") {
        return has_digits(hex, 16) || (hex.contains('p') && !hex.starts_with('p'));
    }
    if let Some(octal) = lower.strip_prefix("0o") {
        return has_digits(octal, 8);
    }
    if let Some(binary) = lower.strip_prefix("0b") {
        return has_digits(binary, 2);
    }
    if lower.contains(['.', 'e']) {
        return lower.replace('_', "").parse::<f64>().is_ok();
    }
    let radix = if lower.len() > 1 && lower.starts_with('0') { 8 } else { 10 };
    has_digits(&lower, radix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_unescaped_as_in_go() {
        for (literal, expected) in [
            (r#""plain""#, Ok("plain")),
            (r#""a\tb\n\"\\""#, Ok("a\tb\n\"\\")),
            (r#""\x41\102\u00e4\U0001F600""#, Ok("ABä😀")),
            (r"`\d+`", Ok(r"\d+")),
            (r#""a\d+""#, Err((2, 2))),
            (r#""\'""#, Err((1, 2))),
            (r#""\u12""#, Err((1, 2))),
            (r#""\400""#, Err((1, 2))),
        ] {
            assert_eq!(unquote(literal).as_deref().map_err(|fault| *fault), expected, "{literal}");
        }
    }

    #[test]
    fn numbers_are_those_of_go() {
        for (word, expected) in [
            ("1", true),
            ("-1", true),
            ("1_000", true),
            ("0755", true),
            ("089", false),
            ("0x1F", true),
            ("0o17", true),
            ("0b101", true),
            ("1.5e3", true),
            (".5", true),
            ("1+2i", true),
            ("3i", true),
            ("0x", false),
            ("+", false),
            ("18446744073709551616", false),
        ] {
            assert_eq!(is_number(word), expected, "{word}");
        }
        for (word, expected) in [("'a'", true), (r"'\n'", true), ("'ab'", false), ("''", false)] {
            assert_eq!(is_character(word), expected, "{word}");
        }
    }
}
