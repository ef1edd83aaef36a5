//! The registry file as a tree: what is understood of it, and the rest, which is kept.
//!
//! May import: `registry::{change, entry}`, `sample`, `yaml`, `model`, `error`.

use super::change::{Change, check_name, unknown};
use super::entry;
use crate::error::{Error, ErrorKind};
use crate::model::{Location, Repository};
use crate::yaml::{self, AnyMapping, AnyValue, Limits, Node};
use crate::{model, sample};

const REPOSITORIES: &str = "repositories";
const REMOVED_SAMPLES: &str = "removedSamples";

/// The file's content.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    root: AnyMapping,
}

/// What is understood of a file.
pub(super) struct Content {
    pub(super) repositories: Vec<Repository>,
    pub(super) notes: Vec<String>,
}

impl Document {
    /// Reads a text. What it does not understand, it keeps.
    ///
    /// # Errors
    /// Line and words, when the text as a whole is no registry.
    pub(super) fn parse(text: &str) -> Result<Self, (usize, String)> {
        let value: AnyValue = yaml::from_str(text).map_err(|error| {
            (error.location().map_or(1, |place| place.line()), error.to_string())
        })?;
        let root = match value {
            AnyValue::Null => AnyMapping::new(),
            AnyValue::Mapping(root) => root,
            _ => return Err((1, format!("it must be a mapping with \"{REPOSITORIES}\""))),
        };
        for key in [REPOSITORIES, REMOVED_SAMPLES] {
            if root.get(key).is_some_and(|list| !list.is_sequence() && !list.is_null()) {
                let line = yaml::read(text, Limits::default())
                    .root
                    .and_then(|tree| tree.get(key).map(|node| node.span.line as usize));
                return Err((line.unwrap_or(1), format!("\"{key}\" must be a list")));
            }
        }
        Ok(Self { root })
    }

    /// The text to be written.
    pub(super) fn to_text(&self) -> Result<String, Error> {
        let body = yaml::to_string(&self.root).map_err(|error| {
            Error::new(ErrorKind::Malformed, format!("the registry cannot be written: {error}"))
        })?;
        Ok(format!(
            "# The repositories known to chartroom. It holds passwords: nobody else should read it.\n{body}"
        ))
    }

    /// What is understood; notes name lines of `text`, from which the document was read.
    pub(super) fn content(&self, text: &str) -> Content {
        let mut content = Content { repositories: Vec::new(), notes: self.root_notes() };
        let lines = entry_lines(text);
        for (position, value) in self.entries().iter().enumerate() {
            let line = lines.get(position).map_or(String::new(), |line| format!("line {line}: "));
            for key in entry::unknown_keys(value) {
                content.notes.push(format!("{line}unknown key \"{key}\", kept"));
            }
            match entry::read(value) {
                Ok(found) if content.repositories.iter().any(|one| one.name == found.name) => {
                    content.notes.push(format!(
                        "{line}a second repository named \"{}\", kept but not used",
                        found.name
                    ));
                }
                Ok(found) => content.repositories.push(found),
                Err(why) => content.notes.push(format!("{line}{why}; kept but not used")),
            }
        }
        let samples = self.samples(&content.repositories);
        content.repositories.extend(samples);
        content
    }

    /// Makes a change; tells whether anything became different.
    pub(super) fn change(&mut self, change: &Change) -> Result<bool, Error> {
        match change {
            Change::Add(repository) => self.add(repository).map(|()| true),
            Change::Replace { name, repository } => self.replace(name, repository).map(|()| true),
            Change::Remove(name) => self.remove(name).map(|()| true),
            Change::Synced { name, at } => {
                Ok(self.entry_mut(name).is_some_and(|entry| entry::write_synced(entry, *at)))
            }
            Change::Verified(name) => Ok(self.entry_mut(name).is_some_and(entry::write_verified)),
        }
    }

    fn entry_mut(&mut self, name: &str) -> Option<&mut AnyMapping> {
        let position = self.position(name)?;
        self.entries_mut().get_mut(position)?.as_mapping_mut()
    }

    fn add(&mut self, repository: &Repository) -> Result<(), Error> {
        self.check_free(&repository.name)?;
        let mut mapping = AnyMapping::new();
        entry::write(&mut mapping, repository);
        self.entries_mut().push(AnyValue::Mapping(mapping));
        Ok(())
    }

    fn replace(&mut self, name: &str, repository: &Repository) -> Result<(), Error> {
        if name != repository.name {
            self.check_free(&repository.name)?;
        }
        if let Some(position) = self.position(name) {
            let mapping = self.entries_mut().get_mut(position).and_then(AnyValue::as_mapping_mut);
            if let Some(mapping) = mapping {
                entry::write(mapping, repository);
            }
            return Ok(());
        }
        let sample = self.visible_sample(name).ok_or_else(|| unknown(name))?;
        // What is edited is no longer shown as it came, but it is shown: as an entry of the file.
        let mut mapping = AnyMapping::new();
        entry::write(&mut mapping, repository);
        self.entries_mut().push(AnyValue::Mapping(mapping));
        self.hide_sample(&sample);
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<(), Error> {
        if let Some(position) = self.position(name) {
            let entry = self.entries_mut().remove(position);
            if let Ok(Repository { location: Location::Sample(sample), .. }) = entry::read(&entry) {
                self.hide_sample(&sample);
            }
            return Ok(());
        }
        let sample = self.visible_sample(name).ok_or_else(|| unknown(name))?;
        self.hide_sample(&sample);
        Ok(())
    }

    fn check_free(&self, name: &str) -> Result<(), Error> {
        check_name(name).map_err(|why| {
            let shown = model::text::clean(name);
            Error::new(ErrorKind::Unsupported, format!("\"{shown}\" cannot be a name: {why}"))
        })?;
        if self.position(name).is_some() || self.visible_sample(name).is_some() {
            return Err(Error::new(
                ErrorKind::Unsupported,
                format!("there is a repository named \"{name}\" already"),
            )
            .hint("choose another name, or edit the one that is there"));
        }
        Ok(())
    }

    fn entries(&self) -> &[AnyValue] {
        self.root.get(REPOSITORIES).and_then(AnyValue::as_sequence).map_or(&[], Vec::as_slice)
    }

    fn entries_mut(&mut self) -> &mut Vec<AnyValue> {
        self.list_mut(REPOSITORIES)
    }

    fn list_mut(&mut self, key: &str) -> &mut Vec<AnyValue> {
        let list = self.root.entry(AnyValue::from(key)).or_insert(AnyValue::Null);
        if list.is_null() {
            *list = AnyValue::Sequence(Vec::new());
        }
        list.as_sequence_mut().expect("other values were refused when the file was read")
    }

    /// Where the entry of that name stands, whether or not the rest of it can be read.
    fn position(&self, name: &str) -> Option<usize> {
        self.entries().iter().position(|value| entry::name(value) == Some(name))
    }

    fn removed_samples(&self) -> Vec<&str> {
        let list = self.root.get(REMOVED_SAMPLES).and_then(AnyValue::as_sequence);
        list.into_iter().flatten().filter_map(AnyValue::as_str).collect()
    }

    /// The samples that are shown beside the file's own entries.
    fn samples(&self, present: &[Repository]) -> Vec<Repository> {
        let removed = self.removed_samples();
        sample::repositories()
            .into_iter()
            .filter(|one| match &one.location {
                Location::Sample(sample) => !removed.contains(&sample.as_str()),
                _ => false,
            })
            .filter(|one| {
                present.iter().all(|other| other.location != one.location && other.name != one.name)
            })
            .collect()
    }

    /// The sample that is shown under that name.
    fn visible_sample(&self, name: &str) -> Option<String> {
        let present: Vec<Repository> =
            self.entries().iter().filter_map(|value| entry::read(value).ok()).collect();
        self.samples(&present).into_iter().find(|one| one.name == name).and_then(|one| {
            match one.location {
                Location::Sample(sample) => Some(sample),
                _ => None,
            }
        })
    }

    fn hide_sample(&mut self, sample: &str) {
        if !self.removed_samples().contains(&sample) {
            self.list_mut(REMOVED_SAMPLES).push(AnyValue::from(sample));
        }
    }

    fn root_notes(&self) -> Vec<String> {
        self.root
            .keys()
            .filter_map(AnyValue::as_str)
            .filter(|key| ![REPOSITORIES, REMOVED_SAMPLES].contains(key))
            .map(|key| format!("unknown key \"{key}\", kept"))
            .collect()
    }
}

/// The line of each entry of the list.
fn entry_lines(text: &str) -> Vec<u32> {
    let root = yaml::read(text, Limits::default()).root;
    root.as_ref()
        .and_then(|root| root.get(REPOSITORIES))
        .and_then(Node::items)
        .map(|items| items.iter().map(|item| item.span.line).collect())
        .unwrap_or_default()
}
