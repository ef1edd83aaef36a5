//! The path of the value on a line of YAML, as `helm --set` would name it: `service.ports[0].name`.
//!
//! May import: nothing of the crate.

/// One line, as far as its place in the tree goes. Columns are counted from 0.
struct Place<'line> {
    /// Column of the dash of a list item.
    dash: Option<usize>,
    /// Column where the key (or the value) starts.
    column: usize,
    /// The key, without quotes.
    key: Option<&'line str>,
}

/// The path of the value on line `line` (from 0); `None` on blank lines, comments and plain text.
/// `text_of` gives a line's text.
#[must_use]
pub fn value_path<'text>(line: usize, text_of: impl Fn(usize) -> &'text str) -> Option<String> {
    let here = place(text_of(line))?;
    if here.key.is_none() && here.dash.is_none() {
        return None;
    }
    let mut parts: Vec<String> = here.key.map(segment).into_iter().collect();
    let (mut column, mut items) = (here.column, here.dash.map(|_| 0_usize));
    if let Some(dash) = here.dash {
        column = dash;
    }
    for above in (0..line).rev() {
        let Some(place) = place(text_of(above)) else { continue };
        match items {
            // In a list: earlier items are counted, until the key that the list belongs to.
            Some(count) if place.dash == Some(column) => items = Some(count + 1),
            Some(count) if place.dash.is_none() && place.column <= column => {
                parts.push(format!("[{count}]"));
                items = None;
                parts.push(segment(place.key?));
                column = place.column;
            }
            Some(count)
                if place.dash.is_some_and(|dash| dash < column) && place.column <= column =>
            {
                parts.push(format!("[{count}]"));
                parts.push(segment(place.key?));
                (column, items) = (place.dash?, Some(0));
            }
            None if place.column == column && place.dash.is_some() => {
                (column, items) = (place.dash?, Some(0));
            }
            None if place.column < column => {
                parts.push(segment(place.key?));
                column = place.dash.unwrap_or(place.column);
                items = place.dash.map(|_| 0);
            }
            _ => {}
        }
    }
    if let Some(count) = items {
        parts.push(format!("[{count}]"));
    }
    parts.reverse();
    Some(parts.concat().trim_start_matches('.').to_owned())
}

fn segment(key: &str) -> String {
    format!(".{}", key.replace('.', "\\."))
}

fn place(line: &str) -> Option<Place<'_>> {
    let text = line.trim_start_matches(' ');
    if text.is_empty() || text.starts_with(['#', '%']) || text.starts_with("---") {
        return None;
    }
    let indent = line.len() - text.len();
    let Some(item) = text.strip_prefix("- ").or((text == "-").then_some("")) else {
        return Some(Place { dash: None, column: indent, key: key(text) });
    };
    let inner = item.trim_start_matches(' ');
    let column = indent + 2 + item.len() - inner.len();
    Some(Place { dash: Some(indent), column, key: key(inner) })
}

fn key(text: &str) -> Option<&str> {
    if let Some(quote @ ('"' | '\'')) = text.chars().next() {
        let (name, rest) = text.get(1..)?.split_once(quote)?;
        return rest.starts_with(':').then_some(name);
    }
    let end = text.find(": ").or_else(|| text.trim_end().strip_suffix(':').map(str::len))?;
    text.get(..end).filter(|name| !name.is_empty() && !name.starts_with(['{', '[', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
a: 1
b:
  # comment
  c:
    d: 2

  ports:
    - name: http
      port: 80
    - name: x
      deep:
        y: 1
  flat:
  - one
  - two: 2
    three: 3
\"q.r\":
  s: 1
plain text";

    #[test]
    fn the_path_follows_keys_and_list_items() {
        let lines: Vec<&str> = TEXT.lines().collect();
        let paths: Vec<Option<String>> = (0..lines.len())
            .map(|line| value_path(line, |number| lines.get(number).copied().unwrap_or_default()))
            .collect();
        let expected = [
            Some("a"),
            Some("b"),
            None,
            Some("b.c"),
            Some("b.c.d"),
            None,
            Some("b.ports"),
            Some("b.ports[0].name"),
            Some("b.ports[0].port"),
            Some("b.ports[1].name"),
            Some("b.ports[1].deep"),
            Some("b.ports[1].deep.y"),
            Some("b.flat"),
            Some("b.flat[0]"),
            Some("b.flat[1].two"),
            Some("b.flat[1].three"),
            Some("q\\.r"),
            Some("q\\.r.s"),
            None,
        ];
        assert_eq!(paths, expected.map(|path| path.map(str::to_owned)));
    }

    #[test]
    fn any_text_has_a_path_or_none() {
        for text in ["- - a", "-", "- ", ":", "a:\n- b\n-", "  x: 1\n y: 2", "'", "- a: 1\n  - b"] {
            let lines: Vec<&str> = text.lines().collect();
            for line in 0..lines.len() {
                let _ = value_path(line, |number| lines.get(number).copied().unwrap_or_default());
            }
        }
    }
}
