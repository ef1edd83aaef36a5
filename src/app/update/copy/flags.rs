//! The flags by which Helm is let in where a repository is. Secrets are named as variables, never written.
//!
//! May import: `app::update::copy::shell`, `model`.

use super::shell::quoted;
use crate::model::{Location, Repository};

/// Flags behind the command, each with a blank before it, and what the user has to set first.
pub(super) struct Flags {
    pub(super) text: String,
    pub(super) variables: Vec<&'static str>,
}

/// The flags for a repository; why there are none that do, in words.
pub(super) fn flags(repository: &Repository) -> Result<Flags, String> {
    let mut flags = Flags { text: String::new(), variables: Vec::new() };
    if !matches!(repository.location, Location::Http { .. }) {
        return Ok(flags);
    }
    let login = repository.credentials.clone().unwrap_or_default();
    if !login.token.is_empty() || !login.headers.is_empty() {
        return Err("Helm sends neither tokens nor own headers".to_owned());
    }
    if repository.secret.is_some() {
        flags.text.push_str(" --username \"$USERNAME\"");
        flags.variables.push("USERNAME");
    } else if !login.username.is_empty() {
        flags.add("--username", &login.username)?;
    }
    if repository.secret.is_some() || !login.password.is_empty() {
        flags.text.push_str(" --password \"$PASSWORD\"");
        flags.variables.push("PASSWORD");
    }
    let access = &repository.access;
    let files = [
        ("--ca-file", &access.ca_file),
        ("--cert-file", &access.certificate_file),
        ("--key-file", &access.key_file),
    ];
    for (flag, path) in files {
        if let Some(path) = path {
            flags.add(flag, &path.to_string_lossy())?;
        }
    }
    if access.skip_tls_verify {
        flags.text.push_str(" --insecure-skip-tls-verify");
    }
    Ok(flags)
}

impl Flags {
    fn add(&mut self, flag: &str, value: &str) -> Result<(), String> {
        let value = quoted(value).ok_or_else(|| format!("{flag} holds what is not seen"))?;
        self.text.extend([" ", flag, " ", &value]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Credentials;

    #[test]
    fn what_lets_helm_in_is_told_without_secrets() {
        let place = Location::parse("https://a.example/").expect("a URL").location;
        let mut repository = Repository::named("a", place);
        repository.credentials = Some(Credentials::login("me", "hunter2"));
        repository.access.ca_file = Some("/my ca.pem".into());
        repository.access.skip_tls_verify = true;
        let found = flags(&repository).expect("flags");
        assert_eq!(
            found.text,
            " --username me --password \"$PASSWORD\" --ca-file '/my ca.pem' --insecure-skip-tls-verify"
        );
        assert_eq!(found.variables, ["PASSWORD"]);
        repository.credentials = Some(Credentials { token: "t".into(), ..Credentials::default() });
        assert!(flags(&repository).is_err());
    }
}
