//! The flags that say how a repository is let in at, put into a repository; secrets from standard input.
//!
//! May import: `cli::args`, `model`, `error`.

use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;

use crate::cli::args::AccessArguments;
use crate::error::{Error, ErrorKind};
use crate::model::text::clean;
use crate::model::{
    Credentials, Fault, Keys, Location, Repository, Secret, SecretName, Surroundings,
};

/// Puts what the flags say into a repository; what they do not name stays.
///
/// # Errors
/// When a secret stands in the arguments, a path or a name cannot be one, or nothing is on standard input.
pub(super) fn apply(flags: &AccessArguments, repository: &mut Repository) -> Result<(), Error> {
    refuse_visible(flags)?;
    let access = &mut repository.access;
    set_file(&mut access.ca_file, flags.ca_file.as_deref())?;
    set_file(&mut access.certificate_file, flags.certificate_file.as_deref())?;
    set_file(&mut access.key_file, flags.key_file.as_deref())?;
    set_file(&mut access.ssh_key_file, flags.ssh_key_file.as_deref())?;
    access.skip_tls_verify = flags.insecure_skip_tls_verify.unwrap_or(access.skip_tls_verify);
    access.develop_mode = flags.develop_mode.unwrap_or(access.develop_mode);
    if let Some(text) = &flags.secret {
        repository.secret = secret_name(text)?;
    }
    set_credentials(flags, repository)
}

/// A label as `KEY=VALUE`, or `KEY-` to take it away, as kubectl writes it.
pub(super) fn set_label(repository: &mut Repository, text: &str) -> Result<(), Error> {
    if let Some((key, value)) = text.split_once('=').filter(|(key, _)| !key.trim().is_empty()) {
        repository.labels.insert(key.trim().to_owned(), value.trim().to_owned());
        return Ok(());
    }
    match text.strip_suffix('-').filter(|key| !key.is_empty() && !key.contains('=')) {
        Some(key) if repository.labels.remove(key).is_some() => Ok(()),
        Some(key) => Err(usage(&format!("there is no label \"{}\"", clean(key)), "see repo list")),
        None => Err(usage(
            &format!("\"{}\" is no label", clean(text)),
            "write KEY=VALUE; KEY- takes a label away",
        )),
    }
}

fn usage(message: &str, hint: &str) -> Error {
    Error::new(ErrorKind::Unsupported, message).hint(hint)
}

/// Arguments are seen by everybody on the machine, and kept in the shell's history.
fn refuse_visible(flags: &AccessArguments) -> Result<(), Error> {
    let given = [
        (flags.password.is_some(), "password"),
        (flags.token.is_some(), "token"),
        (flags.secret_key.is_some(), "secret-key"),
    ];
    match given.into_iter().find(|(given, _)| *given) {
        None => Ok(()),
        Some((_, name)) => Err(usage(
            &format!(
                "--{name} would show the secret to everybody on this machine, and keep it in the history"
            ),
            &format!(
                "pipe it in: printf %s \"$SECRET\" | chartroom repo … --{name}-stdin; or name a Secret: --secret NAME"
            ),
        )),
    }
}

/// Empty for none; the path is made absolute, for nobody knows from where the program is started next.
fn set_file(file: &mut Option<PathBuf>, text: Option<&str>) -> Result<(), Error> {
    match text {
        None => {}
        Some("") => *file = None,
        Some(text) => {
            let path = Surroundings::of_process().path_of(text);
            *file = Some(path.map_err(|error| {
                usage(&format!("\"{}\" is no path: {error}", clean(text)), "name a file")
            })?);
        }
    }
    Ok(())
}

fn secret_name(text: &str) -> Result<Option<SecretName>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    SecretName::parse(text).map(Some).ok_or_else(|| {
        let message = format!("\"{}\" cannot be the name of a Secret", clean(text));
        usage(&message, "write NAME or NAMESPACE/NAME, with letters, digits, - and .")
    })
}

fn set_credentials(flags: &AccessArguments, repository: &mut Repository) -> Result<(), Error> {
    let user = flags.user();
    if user == Some("") && !flags.reads_stdin() {
        repository.credentials = None;
        return Ok(());
    }
    if user.is_none() && !flags.reads_stdin() {
        return Ok(());
    }
    let mut own = repository.credentials.take().unwrap_or_default();
    if let Some(user) = user {
        user.clone_into(&mut own.username);
    }
    if flags.reads_stdin() {
        let typed = from_stdin()?;
        put(flags, &mut own, &typed, &repository.location)?;
    }
    let is_whole = own.username.is_empty() || !own.password.is_empty();
    if !is_whole && repository.secret.is_none() {
        return Err(usage("a user name needs a password", "give --password-stdin too"));
    }
    repository.credentials = Some(own);
    Ok(())
}

fn put(
    flags: &AccessArguments,
    own: &mut Credentials,
    typed: &Secret,
    location: &Location,
) -> Result<(), Error> {
    let line = || Secret::from(typed.reveal().lines().next().unwrap_or_default());
    if let Some(name) = &flags.header {
        own.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        own.headers.push((name.clone(), line()));
    } else if flags.token_stdin {
        own.token = line();
    } else if flags.secret_key_stdin || matches!(location, Location::S3(_)) {
        own.password = Secret::from(typed.reveal().trim());
        let keys = Keys::of(own)
            .map_err(|fault| usage(&fault.to_string(), fault.hint()).fault(fault.fault()))?;
        if let Some(keys) = keys {
            (own.username, own.password, own.token) = (keys.id, keys.secret, keys.token);
        }
    } else {
        own.password = line();
    }
    Ok(())
}

/// More than any secret, less than anything else.
const LIMIT: u64 = 64 << 10;

/// All of standard input, which begins with the secret.
fn from_stdin() -> Result<Secret, Error> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(usage(
            "standard input is a terminal, which would show the secret",
            "pipe it in: printf %s \"$PASSWORD\" | chartroom repo … --password-stdin",
        ));
    }
    let mut text = String::new();
    stdin.lock().take(LIMIT).read_to_string(&mut text).map_err(|error| {
        Error::new(ErrorKind::Io, "the secret cannot be read from standard input").because(error)
    })?;
    let secret = Secret::from(text);
    if secret.reveal().lines().next().is_none_or(|line| line.trim().is_empty()) {
        return Err(Error::new(ErrorKind::NotFound, "there is no secret on standard input")
            .hint("is the variable or the file that is piped in empty?")
            .fault(Fault::CredentialShape));
    }
    Ok(secret)
}
