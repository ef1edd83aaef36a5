//! The form that adds or changes a Secret. Values that the store holds are never in it, and typed ones are
//! never shown.
//!
//! May import: `app::{state::field, task}`, `manifest`, `model`, `ops`, `secrets`.

use super::field::Field;
use crate::app::task::TaskId;
use crate::manifest::SecretValue;
use crate::manifest::secret::{check_key, check_name};
use crate::model::{Secret, SecretName};
use crate::ops::SecretEdit;
use crate::secrets::Summary;

/// What can have the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecretSpot {
    /// The name.
    #[default]
    Name,
    /// The namespace.
    Namespace,
    /// The key of that row.
    Key(usize),
    /// Where the value of that row is.
    From(usize),
    /// The value of that row, or where it is.
    Value(usize),
    /// Puts the Secret into the store.
    Save,
    /// Closes the form and keeps a draft.
    Cancel,
}

/// Where a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// Typed or pasted here, kept in the store.
    #[default]
    Typed,
    /// In an environment variable.
    Environment,
    /// In a file.
    File,
    /// In what a command prints.
    Command,
    /// Nowhere: the key goes.
    Dropped,
}

impl From {
    /// The word of the chooser.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Environment => "variable",
            Self::File => "file",
            Self::Command => "command",
            Self::Dropped => "dropped",
        }
    }

    /// What stands before the place in the store's own words.
    fn prefix(self) -> Option<&'static str> {
        match self {
            Self::Environment => Some("env:"),
            Self::File => Some("file:"),
            Self::Command => Some("command:"),
            Self::Typed | Self::Dropped => None,
        }
    }
}

/// A key and its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecretRow {
    /// The key.
    pub key: Field,
    /// Where its value is.
    pub from: From,
    /// The value, masked.
    pub value: Field,
    /// A value of several lines that was pasted; it goes before the typed one.
    pub pasted: Option<Secret>,
    /// The variable, path or command.
    pub place: Field,
    /// Where the store has the value now; `None` for a new key.
    pub known: Option<String>,
}

impl SecretRow {
    /// An empty row for that key.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { key: Field::holding(key), value: Field::default().masked(), ..Self::default() }
    }

    fn of(key: &str, place: &str) -> Self {
        let all = [From::Environment, From::File, From::Command];
        let found =
            all.into_iter().find_map(|from| Some((from, place.strip_prefix(from.prefix()?)?)));
        let (from, place_text) = found.unwrap_or((From::Typed, ""));
        Self {
            from,
            place: Field::holding(place_text),
            known: Some(place.to_owned()),
            ..Self::new(key)
        }
    }

    /// Whether nothing was typed into a new row.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let fields = [&self.key, &self.value, &self.place];
        self.known.is_none() && self.pasted.is_none() && fields.iter().all(|field| field.is_empty())
    }

    /// What the store should hold; `None` where it stays as it is.
    fn change(&self) -> Result<Option<SecretValue>, String> {
        let key = self.key.trimmed();
        let Some(prefix) = self.from.prefix() else { return self.typed(key) };
        let place = format!("{prefix}{}", self.place.trimmed());
        if self.known.as_ref() == Some(&place) {
            return Ok(None);
        }
        let value = SecretValue::parse_reference(&place);
        value.map(Some).map_err(|problem| format!("{key}: {problem}"))
    }

    fn typed(&self, key: &str) -> Result<Option<SecretValue>, String> {
        match (&self.pasted, self.value.value()) {
            (Some(pasted), _) => Ok(Some(SecretValue::Here(pasted.clone()))),
            (None, "") if self.known.as_deref() == Some("here") => Ok(None),
            (None, "") => Err(format!("the value of {key} is missing")),
            (None, typed) => Ok(Some(SecretValue::Here(typed.into()))),
        }
    }
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecretForm {
    /// The present name of the Secret that is changed; `None` for a new one.
    pub was: Option<SecretName>,
    /// The name.
    pub name: Field,
    /// The namespace; may be empty.
    pub namespace: Field,
    /// Keys and values; the last one is empty.
    pub rows: Vec<SecretRow>,
    /// What has the focus.
    pub spot: SecretSpot,
    /// The task that saves.
    pub saving: Option<TaskId>,
    /// Why the last press of a button did nothing, or saving failed.
    pub refusal: Option<String>,
}

impl SecretForm {
    /// A form for a new Secret with those keys.
    #[must_use]
    pub fn new(name: &str, keys: &[&str]) -> Self {
        let rows = keys.iter().map(|key| SecretRow::new(key)).collect();
        let mut form = Self { name: Field::holding(name), rows, ..Self::default() };
        form.grow();
        form
    }

    /// A form for a Secret of the store.
    #[must_use]
    pub fn of(secret: &Summary) -> Self {
        let rows = secret.keys.iter().map(|(key, place)| SecretRow::of(key, place)).collect();
        let mut form = Self {
            was: Some(secret.name.clone()),
            name: Field::holding(&secret.name.name),
            namespace: Field::holding(secret.name.namespace.clone().unwrap_or_default()),
            rows,
            ..Self::default()
        };
        form.spot = form.spots().into_iter().nth(2).unwrap_or_default();
        form.grow();
        form
    }

    /// Keeps an empty row at the end.
    pub fn grow(&mut self) {
        if self.rows.last().is_none_or(|row| !row.is_blank()) {
            self.rows.push(SecretRow::new(""));
        }
    }

    /// What can have the focus now, in order.
    #[must_use]
    pub fn spots(&self) -> Vec<SecretSpot> {
        let mut spots = vec![SecretSpot::Name, SecretSpot::Namespace];
        for (number, row) in self.rows.iter().enumerate() {
            if row.known.is_none() {
                spots.push(SecretSpot::Key(number));
            }
            spots.push(SecretSpot::From(number));
            if row.from != From::Dropped {
                spots.push(SecretSpot::Value(number));
            }
        }
        spots.extend([SecretSpot::Save, SecretSpot::Cancel]);
        spots
    }

    /// The spot so many places further, around the ends.
    #[must_use]
    pub fn spot_after(&self, places: isize) -> SecretSpot {
        let spots = self.spots();
        let here = spots.iter().position(|spot| *spot == self.spot).unwrap_or(0).cast_signed();
        let next = (here + places).rem_euclid(spots.len().cast_signed());
        spots.get(next.cast_unsigned()).copied().unwrap_or_default()
    }

    /// The text field that has the focus.
    #[must_use]
    pub fn focused(&self) -> Option<&Field> {
        let row = |number: usize| self.rows.get(number);
        match self.spot {
            SecretSpot::Name => Some(&self.name),
            SecretSpot::Namespace => Some(&self.namespace),
            SecretSpot::Key(number) => row(number).map(|row| &row.key),
            SecretSpot::Value(number) => row(number).map(|row| match row.from {
                From::Typed => &row.value,
                _ => &row.place,
            }),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn focused_mut(&mut self) -> Option<&mut Field> {
        match self.spot {
            SecretSpot::Name => Some(&mut self.name),
            SecretSpot::Namespace => Some(&mut self.namespace),
            SecretSpot::Key(number) => self.rows.get_mut(number).map(|row| &mut row.key),
            SecretSpot::Value(number) => self.rows.get_mut(number).map(|row| match row.from {
                From::Typed => &mut row.value,
                _ => &mut row.place,
            }),
            _ => None,
        }
    }

    /// The name as it stands.
    #[must_use]
    pub fn full_name(&self) -> SecretName {
        let namespace = Some(self.namespace.trimmed().to_owned()).filter(|text| !text.is_empty());
        SecretName { namespace, name: self.name.trimmed().to_owned() }
    }

    /// What is to be kept.
    ///
    /// # Errors
    /// What is missing or odd, in words that hold no value.
    pub fn edit(&self) -> Result<SecretEdit, String> {
        let name = self.full_name();
        if name.name.is_empty() {
            return Err("the name is missing".to_owned());
        }
        check_name(&name)?;
        let mut edit = SecretEdit { was: self.was.clone(), name, ..SecretEdit::default() };
        for row in self.rows.iter().filter(|row| !row.is_blank()) {
            let key = row.key.trimmed().to_owned();
            if row.from == From::Dropped {
                edit.drop.push(key);
                continue;
            }
            check_key(&key)?;
            let same = |other: &&SecretRow| other.key.trimmed() == key;
            if self.rows.iter().filter(same).count() > 1 {
                return Err(format!("{key} stands there twice"));
            }
            edit.set.extend(row.change()?.map(|value| (key, value)));
        }
        let has_keys = self.rows.iter().any(|row| !row.is_blank() && row.from != From::Dropped);
        if has_keys { Ok(edit) } else { Err("a Secret needs a key".to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    fn stored() -> Summary {
        Summary {
            name: SecretName::parse("team/a").expect("a name"),
            kind: "Opaque".to_owned(),
            keys: vec![
                ("password".to_owned(), "here".to_owned()),
                ("token".to_owned(), "env:TOKEN".to_owned()),
            ],
            place: Place::file("a.yaml"),
            notes: Vec::new(),
        }
    }

    #[test]
    fn what_was_not_touched_stays_as_it_is() {
        let mut form = SecretForm::of(&stored());
        assert_eq!(form.edit().expect("an edit").set, []);
        form.rows[0].value.set("hunter2");
        form.rows[1].place.set("OTHER");
        let edit = form.edit().expect("an edit");
        assert_eq!(edit.set[0].1, SecretValue::Here("hunter2".into()));
        assert_eq!(edit.set[1].1, SecretValue::Environment("OTHER".to_owned()));
        assert!(!format!("{form:?}{edit:?}").contains("hunter2"));
        form.rows[0].from = From::Dropped;
        assert_eq!(form.edit().expect("an edit").drop, ["password"]);
    }

    #[test]
    fn what_is_missing_is_told_without_values() {
        let mut form = SecretForm::new("", &["password"]);
        assert_eq!(form.edit().expect_err("no name"), "the name is missing");
        form.name.set("a");
        assert_eq!(form.edit().expect_err("no value"), "the value of password is missing");
        form.rows[0].value.set("x");
        assert!(form.edit().is_ok());
        form.rows[1].key.set("password");
        assert_eq!(form.edit().expect_err("twice"), "password stands there twice");
    }
}
