//! The JSON paths of Kubernetes, as far as their brackets and quotes go.
//!
//! May import: nothing of the crate.

/// What makes the path unreadable, in words; `None` where nothing does.
pub(super) fn fault(text: &str) -> Option<&'static str> {
    let mut open: Vec<char> = Vec::new();
    let mut quote = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => {
                characters.next();
            }
            (Some(mark), _) => quote = Some(mark).filter(|mark| *mark != character),
            (None, '{') if !open.is_empty() => return Some("a brace is inside brackets"),
            (None, '{') => open.push('}'),
            // Outside braces everything is plain text.
            (None, _) if open.is_empty() => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '[') => open.push(']'),
            (None, '(') => open.push(')'),
            (None, '}' | ']' | ')') if open.pop() != Some(character) => {
                return Some("its brackets do not match");
            }
            (None, _) => {}
        }
    }
    match (quote, open.last()) {
        (Some(_), _) => Some("a quote does not end"),
        (None, Some(_)) => Some("a bracket is not closed"),
        (None, None) if !text.contains('{') => Some("it has no braces, so it is plain text"),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_quotes_must_match() {
        for (text, is_good) in [
            ("{ .spec.ports[?(@.name==\"redis\")].port }", true),
            ("{.spec.ports[0].port}", true),
            ("{.metadata.annotations['a]b']}", true),
            ("http://{.spec.clusterIP}:{.spec.ports[0].port}", true),
            ("{ .spec.ports[?(@.name==\"redis\"].port }", false),
            ("{ .spec.ports[0.port }", false),
            ("{ .spec.clusterIP", false),
            ("{ .a['b }", false),
            ("{ {.a} }", false),
            (".spec.clusterIP", false),
        ] {
            assert_eq!(fault(text).is_none(), is_good, "{text}: {:?}", fault(text));
        }
    }
}
