//! Definitions of the same name in one file.
//!
//! May import: `helm::template::{fault, tree}`, `model::rule`.

use std::collections::HashMap;

use crate::helm::template::fault::Fault;
use crate::helm::template::tree::{Define, is_empty};
use crate::model::rule::template as rules;
use crate::model::text::short_name;

/// Go refuses a second definition in one file, unless one of them is empty.
pub(super) fn faults(text: &str, defines: &[Define<'_>]) -> Vec<Fault> {
    let mut first: HashMap<&str, &Define<'_>> = HashMap::new();
    let mut faults = Vec::new();
    for define in defines {
        if define.name.is_empty() || is_empty(text, &define.body) {
            continue;
        }
        let Some(earlier) = first.insert(&define.name, define) else { continue };
        let message = format!("the template \"{}\" is defined twice", short_name(&define.name));
        let fault = Fault::new(&rules::TPL019, define.place.clone(), message);
        faults.push(fault.related(earlier.place.clone(), "first here"));
    }
    faults
}
