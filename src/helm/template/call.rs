//! Judges the functions that a template calls: known, still there, with as many arguments as they take.
//!
//! May import: `helm::template::{fault, function, tree}`, `model::rule`.

use super::fault::{Fault, MOST};
use super::function::{self, Function, Known};
use super::tree::{Command, Operand, Term, Tree};
use crate::model::rule::template as rules;
use crate::model::text::{counted, short_name};

/// Judges every call of a file.
pub(super) fn judge(tree: &Tree<'_>, faults: &mut Vec<Fault>) {
    tree.walk(&mut |node| {
        for pipeline in node.pipelines() {
            pipeline.commands(&mut |command, is_piped| self::command(command, is_piped, faults));
        }
    });
}

fn command(command: &Command<'_>, is_piped: bool, faults: &mut Vec<Fault>) {
    for (place, operand) in command.operands.iter().enumerate() {
        if faults.len() > MOST {
            return;
        }
        let given = match (place, is_piped) {
            (0, true) => command.operands.len(),
            (0, false) => command.operands.len() - 1,
            // A function among the arguments is called without any.
            _ => 0,
        };
        if let Term::Function(name) = operand.term {
            faults.extend(call(name, operand, given));
        } else if place == 0 && (given > 0) {
            faults.extend(value(operand));
        }
    }
}

fn call(name: &str, operand: &Operand<'_>, given: usize) -> Option<Fault> {
    let range = operand.range.start..operand.range.start + name.len();
    let Some(function) = function::find(name) else {
        let message = format!("there is no function \"{}\"", short_name(name));
        let fault = Fault::new(&rules::TPL015, range, message);
        return Some(match function::similar(name) {
            Some(known) => fault.fix(format!("Write {known}")),
            None => fault,
        });
    };
    if function.known == Known::Removed {
        let message = format!("Helm has no function \"{name}\"");
        return Some(Fault::new(&rules::TPL016, range, message));
    }
    if !function.takes(given) {
        return Some(arguments(name, function, operand, given));
    }
    (function.known == Known::Helm4).then(|| {
        Fault::new(&rules::TPL017, range, format!("only Helm 4 has the function \"{name}\""))
    })
}

fn arguments(name: &str, function: Function, operand: &Operand<'_>, given: usize) -> Fault {
    let range = operand.range.start..operand.range.start + name.len();
    let message = format!(
        "{name} takes {} and gets {}",
        function.arguments(),
        counted(given, "argument").replace("0 arguments", "none")
    );
    Fault::new(&rules::TPL022, range, message)
}

/// A plain value that is given arguments.
fn value(operand: &Operand<'_>) -> Option<Fault> {
    let is_plain = match operand.term {
        Term::Dot => operand.fields.is_empty(),
        Term::Nil | Term::Boolean(_) | Term::Number | Term::Text(_) => true,
        _ => false,
    };
    is_plain.then(|| {
        let message = "a value is followed by arguments, but is no function";
        Fault::new(&rules::TPL025, operand.range.clone(), message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::helm::template::parser::parse;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let parsed = parse(text);
        let mut faults = Vec::new();
        judge(&parsed.tree, &mut faults);
        let found: Vec<(&str, &str)> =
            faults.iter().map(|fault| (fault.rule.code, &text[fault.range.clone()])).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn calls_are_judged_by_name_and_arguments() {
        check("{{ include \"a\" . | nindent 4 }}{{ .Values.x | default 1 | quote }}", &[]);
        check("{{ .Files.Get \"x\" }}{{ now | date \"2006\" }}{{ dict }}", &[]);
        check("{{ define \"a\" }}{{ toYAML . }}{{ end }}", &[("TPL015", "toYAML")]);
        check("{{ if foo 1 }}{{ end }}{{ (bar).x }}", &[("TPL015", "foo"), ("TPL015", "bar")]);
        check("{{ env \"HOME\" }}", &[("TPL016", "env")]);
        check("{{ durationDays 1 }}", &[("TPL017", "durationDays")]);
        check(
            "{{ include \"a\" }}{{ .x | nindent }}",
            &[("TPL022", "include"), ("TPL022", "nindent")],
        );
        check("{{ quote nindent }}", &[("TPL022", "nindent")]);
        check("{{ \"a\" . }}{{ 1 2 }}", &[("TPL025", "\"a\""), ("TPL025", "1")]);
    }
}
