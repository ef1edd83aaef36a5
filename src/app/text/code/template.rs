//! Go template actions `{{ … }}` and their comments, laid over whatever the rest of the line is.
//!
//! May import: `app::theme` (roles).

use crate::app::theme::Role;

/// The action that a line leaves open.
#[derive(Default)]
pub(super) struct State {
    open: Option<Role>,
}

impl State {
    /// Reads a line that is not shown.
    pub(super) fn pass(&mut self, line: &str) {
        self.paint(line, &mut []);
    }

    /// Gives the bytes of actions their role.
    pub(super) fn paint(&mut self, line: &str, roles: &mut [Role]) {
        let mut at = 0;
        while at < line.len() {
            let rest = line.get(at..).unwrap_or_default();
            match self.open {
                None => {
                    let Some(start) = rest.find("{{") else { return };
                    let inside = rest.get(start + 2..).unwrap_or_default();
                    let inside = inside.strip_prefix('-').unwrap_or(inside).trim_start();
                    let comment = inside.starts_with("/*");
                    self.open = Some(if comment { Role::CodeComment } else { Role::CodeTemplate });
                    at += start;
                }
                Some(role) => {
                    let end = rest.find("}}").map(|end| at + end + 2);
                    let until = end.unwrap_or(line.len());
                    if let Some(bytes) = roles.get_mut(at..until) {
                        bytes.fill(role);
                    }
                    if end.is_some() {
                        self.open = None;
                    }
                    at = until;
                }
            }
        }
    }
}
