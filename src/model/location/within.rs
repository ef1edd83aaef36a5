//! What is secret and stands in the text of a template itself.
//!
//! May import: `model::location::{error, key, percent, template}`, `model::credentials`.

use std::ops::Range;

use super::error::LocationError;
use super::key::read_key;
use super::percent::decode;
use super::template::slot::{Places, Slot};
use crate::model::credentials::Credentials;

/// Keys of the query whose values are credentials, of Git and of S3.
const SECRETS: &[&str] = &["sshkey", "aws_access_key_secret", "aws_access_token"];

/// The text without user info and keys that are no placeholders, and these; `None` when there are none.
///
/// # Errors
/// When one is half a placeholder: there is no way to keep its other half.
pub(super) fn take_secrets(
    text: &str,
    slots: &[Slot],
) -> Result<Option<(String, Credentials)>, LocationError> {
    let places = Places::of(text, slots);
    let mut credentials = Credentials::default();
    let mut removed: Vec<Range<usize>> = Vec::new();
    removed.extend(login(text, slots, &places, &mut credentials)?);
    if !places.is_web(text) {
        removed.extend(pairs(text, slots, &places, &mut credentials)?);
    }
    if credentials.is_empty() {
        return Ok(None);
    }
    let mut left = text.to_owned();
    removed.sort_by_key(|range| std::cmp::Reverse(range.start));
    for range in removed {
        left.replace_range(range, "");
    }
    let left = left.replace("?&", "?");
    let left = left.strip_suffix(['?', '&']).unwrap_or(&left).to_owned();
    Ok(Some((left, credentials)))
}

/// Whether a range is placeholders alone, none, or half one.
#[derive(PartialEq, Eq)]
enum Cover {
    None,
    Half,
    Whole,
}

fn cover(range: &Range<usize>, slots: &[Slot]) -> Cover {
    let inside = slots.iter().filter(|slot| range.contains(&slot.at.start));
    match inside.map(|slot| slot.at.len()).sum::<usize>() {
        0 => Cover::None,
        covered if covered == range.len() => Cover::Whole,
        _ => Cover::Half,
    }
}

fn half(what: &str) -> LocationError {
    LocationError::new(format!("{what} is half a placeholder: put all of it into the Secret"))
}

fn plain(text: &str, range: &Range<usize>) -> Result<String, LocationError> {
    decode(text.get(range.clone()).unwrap_or_default())
        .ok_or_else(|| LocationError::new("what stands before the @, or a key, is not UTF-8"))
}

fn login(
    text: &str,
    slots: &[Slot],
    places: &Places,
    credentials: &mut Credentials,
) -> Result<Option<Range<usize>>, LocationError> {
    let Some(login) = &places.login else { return Ok(None) };
    let Places { password, .. } = places;
    let user = login.start..password.as_ref().map_or(login.end, |range| range.start - 1);
    if let Some(password) = password {
        match cover(password, slots) {
            Cover::Half => return Err(half("the password before the @")),
            Cover::Whole => return Ok(None),
            Cover::None => {}
        }
    }
    match (cover(&user, slots), password) {
        (Cover::None, _) => {}
        (_, None) => return Ok(None),
        (_, Some(_)) => {
            return Err(LocationError::new(
                "the user is a placeholder and the password is not: put both into the Secret",
            ));
        }
    }
    // The user of SSH belongs to the place.
    if places.is_ssh {
        let Some(password) = password else { return Ok(None) };
        *credentials = Credentials::login(plain(text, &user)?, plain(text, password)?);
        return Ok(Some(password.start - 1..password.end));
    }
    let secret = password.as_ref().map_or(Ok(String::new()), |range| plain(text, range))?;
    *credentials = Credentials::login(plain(text, &user)?, secret);
    Ok(Some(login.start..login.end + 1))
}

fn pairs(
    text: &str,
    slots: &[Slot],
    places: &Places,
    credentials: &mut Credentials,
) -> Result<Vec<Range<usize>>, LocationError> {
    let mut removed = Vec::new();
    let mut id = None;
    for (key, value) in places.pairs(text) {
        let whole = value.start - key.len() - 1..value.end;
        if key == "aws_access_key_id" && cover(&value, slots) == Cover::None {
            id = Some((whole.clone(), plain(text, &value)?));
        }
        if !SECRETS.contains(&key) || value.is_empty() {
            continue;
        }
        match cover(&value, slots) {
            Cover::Half => return Err(half(&format!("\"{key}\""))),
            Cover::Whole => continue,
            Cover::None => removed.push(with_mark(text, whole)),
        }
        let value = plain(text, &value)?;
        match key {
            "sshkey" => credentials.ssh_key = read_key(&value)?,
            "aws_access_key_secret" => credentials.password = value.into(),
            _ => credentials.token = value.into(),
        }
    }
    if let Some((range, id)) = id.filter(|_| !credentials.password.is_empty()) {
        credentials.username = id;
        removed.push(with_mark(text, range));
    }
    Ok(removed)
}

/// A pair with the `&` behind it.
fn with_mark(text: &str, pair: Range<usize>) -> Range<usize> {
    let mark = text.get(pair.end..).is_some_and(|rest| rest.starts_with('&'));
    pair.start..pair.end + usize::from(mark)
}
