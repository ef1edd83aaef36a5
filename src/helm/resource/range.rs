//! The newest Kubernetes that a chart's `kubeVersion` lets in.
//!
//! May import: nothing of the crate.

/// The newest minor version of Kubernetes 1 that a constraint allows; `None` where there is no upper end.
pub(super) fn newest_minor(constraint: &str) -> Option<u8> {
    let mut newest = 0;
    for alternative in constraint.split("||") {
        newest = newest.max(upper_end(alternative)?);
    }
    Some(newest)
}

fn upper_end(alternative: &str) -> Option<u8> {
    // "< 1.22" and "<1.22" mean the same.
    let mut joined = alternative.replace(',', " ");
    for operator in ["<=", "<", ">=", ">", "=", "~", "^", "!="] {
        joined = joined.replace(&format!("{operator} "), operator);
    }
    let terms: Vec<&str> = joined.split_whitespace().collect();
    let is_range = terms.get(1) == Some(&"-");
    let terms = if is_range { terms.get(2..).unwrap_or_default() } else { &terms };
    terms.iter().filter_map(|term| term_end(term)).min()
}

fn term_end(term: &str) -> Option<u8> {
    let digits = term.trim_start_matches(|next: char| !next.is_ascii_digit());
    let operator = term.strip_suffix(digits)?.trim_end_matches('v');
    let (core, pre) = digits.split_once('-').unwrap_or((digits, ""));
    let mut parts = core.split('.');
    if parts.next()? != "1" {
        return None;
    }
    let minor: u8 = parts.next()?.parse().ok()?;
    let patch = parts.next().unwrap_or("0");
    match operator {
        // Up to 1.22.0, or its pre-releases, means 1.21; up to 1.22.5 lets 1.22 in.
        "<" if patch == "0" || patch == "x" || !pre.is_empty() => minor.checked_sub(1),
        "<" | "<=" | "=<" | "" | "=" | "~" | "~>" => Some(minor),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upper_end_of_a_constraint_is_found() {
        for (constraint, expected) in [
            ("", None),
            (">=1.16.0-0", None),
            ("^1.19", None),
            ("*", None),
            (">=1.16.0-0 <1.22.0-0", Some(21)),
            (">= 1.16, < 1.22", Some(21)),
            ("<=1.22", Some(22)),
            ("<1.22.5", Some(22)),
            ("1.20.x || ~1.21", Some(21)),
            ("1.16 - 1.19", Some(19)),
            ("<1.20 || >=1.22", None),
        ] {
            assert_eq!(newest_minor(constraint), expected, "{constraint}");
        }
    }
}
