//! Which word was meant by a misspelt one.
//!
//! May import: nothing of the crate.

/// The known name that a misspelt one comes closest to.
#[must_use]
pub fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let lower = name.to_ascii_lowercase();
    known
        .iter()
        .map(|known| (distance(&lower, &known.to_ascii_lowercase()), *known))
        .filter(|(distance, known)| *distance <= 2 && *distance < known.len() / 2)
        .min()
        .map(|(_, known)| known)
}

/// Number of letters to change, add or drop.
fn distance(left: &str, right: &str) -> usize {
    if left.len().abs_diff(right.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.bytes().enumerate() {
        let mut diagonal = i;
        let mut last = i + 1;
        let mut next = vec![last];
        for (b, above) in right.bytes().zip(row.iter().skip(1)) {
            last = (diagonal + usize::from(a != b)).min(above + 1).min(last + 1);
            diagonal = *above;
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_field_is_recognised() {
        let known = ["description", "version", "urls", "name"];
        assert_eq!(nearest("desciption", &known), Some("description"));
        assert_eq!(nearest("url", &known), Some("urls"));
        assert_eq!(nearest("bogus", &known), None);
    }
}
