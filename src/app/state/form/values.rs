//! All that is typed into the form. What its URL has no use for is kept, and neither checked nor saved.
//!
//! May import: `app::state::{field, form::{spot, way}}`, `model`, `ops`.

use std::path::PathBuf;

use super::spot::Spot;
use super::way::{Way, is_plain_http};
use crate::app::state::field::Field;
use crate::model::{Access, Credentials, Repository, RepositoryKind, Secret, SecretName};
use crate::ops::Draft;

/// All that was typed: a pass is good for exactly these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// The name.
    pub name: Field,
    /// The URL.
    pub location: Field,
    /// How the place of the URL is let in at.
    pub way: Way,
    /// The kind insisted on.
    pub kind: Option<RepositoryKind>,
    /// The description.
    pub description: Field,
    /// The Secret.
    pub secret: Option<SecretName>,
    /// The user name, or the access key id.
    pub username: Field,
    /// The password, or the secret access key.
    pub password: Field,
    /// The bearer token, or the session token.
    pub token: Field,
    /// The private key for SSH.
    pub ssh_key_file: Field,
    /// Certificate authorities.
    pub ca_file: Field,
    /// The client's certificate.
    pub certificate_file: Field,
    /// The private key of the client's certificate.
    pub key_file: Field,
    /// Whether the server's certificate is not looked at.
    pub skip_tls_verify: bool,
    /// Whether addons may come over plain `http`.
    pub develop_mode: bool,
    /// What else lets us in and has no field: keys and headers that were registered by other means.
    pub other: Credentials,
}

impl Values {
    /// Empty fields.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            password: Field::default().masked(),
            token: Field::default().masked(),
            ..Self::default()
        }
    }

    /// The values of a repository.
    #[must_use]
    pub fn of(repository: &Repository) -> Self {
        let login = repository.credentials.clone().unwrap_or_default();
        let access = &repository.access;
        let path = |path: &Option<PathBuf>| {
            let text = path.as_ref().map(|path| path.display().to_string());
            Field::holding(text.unwrap_or_default())
        };
        let location = repository.location.canonical();
        Self {
            name: Field::holding(&repository.name),
            way: Way::of(&location),
            location: Field::holding(location),
            kind: repository.kind,
            description: Field::holding(&repository.description),
            secret: repository.secret.clone(),
            username: Field::holding(&login.username),
            password: Field::holding(login.password.reveal()).masked(),
            token: Field::holding(login.token.reveal()).masked(),
            ssh_key_file: path(&access.ssh_key_file),
            ca_file: path(&access.ca_file),
            certificate_file: path(&access.certificate_file),
            key_file: path(&access.key_file),
            skip_tls_verify: access.skip_tls_verify,
            develop_mode: access.develop_mode,
            other: Credentials {
                username: String::new(),
                password: Secret::default(),
                token: Secret::default(),
                ..login
            },
        }
    }

    /// What a check is made of.
    #[must_use]
    pub fn draft(&self) -> Draft {
        Draft {
            location: self.location.trimmed().to_owned(),
            kind: self.kind,
            credentials: self.credentials(),
            access: self.access(),
            secret: self.secret.clone().filter(|_| self.asks_for_secret()),
        }
    }

    /// What lets us in, as far as the place has a use for it. What a Secret holds is not typed as well.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        let other = self.other.clone();
        match self.way {
            Way::Open => Credentials::default(),
            _ if self.secret.is_some() => other,
            Way::Ssh => other,
            Way::Web | Way::Store => Credentials {
                username: self.username.trimmed().to_owned(),
                password: self.password.value().into(),
                token: self.token.trimmed().into(),
                ..other
            },
        }
    }

    /// How the place is let in at, as far as it has a use for it.
    #[must_use]
    pub fn access(&self) -> Access {
        let used = |spot: Spot, field: &Field| {
            let text = field.trimmed();
            (self.has(spot) && !text.is_empty()).then(|| PathBuf::from(text))
        };
        Access {
            ca_file: used(Spot::CaFile, &self.ca_file),
            certificate_file: used(Spot::CertificateFile, &self.certificate_file),
            key_file: used(Spot::KeyFile, &self.key_file),
            skip_tls_verify: self.skip_tls_verify && self.has(Spot::SkipTlsVerify),
            ssh_key_file: used(Spot::SshKeyFile, &self.ssh_key_file),
            develop_mode: self.develop_mode && self.has(Spot::DevelopMode),
        }
    }

    /// Whether a Secret is of use: it fills placeholders, and lets us in.
    #[must_use]
    pub fn asks_for_secret(&self) -> bool {
        self.way != Way::Open || self.location.value().contains('{')
    }

    /// Whether the place has a use for what stands there, be it shown or folded away.
    #[must_use]
    pub fn has(&self, spot: Spot) -> bool {
        self.usual().contains(&spot) || self.further().contains(&spot)
    }

    /// The fields that are shown at once, in order.
    #[must_use]
    pub fn usual(&self) -> Vec<Spot> {
        let mut spots = vec![Spot::Name, Spot::Location, Spot::Kind];
        let is_helm = self.kind == Some(RepositoryKind::Helm);
        if is_plain_http(self.location.value()) && !is_helm {
            spots.push(Spot::DevelopMode);
        }
        if self.asks_for_secret() {
            spots.push(Spot::Secret);
        }
        match self.way {
            Way::Web | Way::Store if self.secret.is_none() => {
                spots.extend([Spot::Username, Spot::Password, Spot::Reveal]);
            }
            Way::Ssh => spots.push(Spot::SshKeyFile),
            Way::Web | Way::Store => {}
            Way::Open => spots.push(Spot::Description),
        }
        spots
    }

    /// The fields that are shown on demand, in order.
    #[must_use]
    pub fn further(&self) -> Vec<Spot> {
        let token = self.secret.is_none().then_some(Spot::Token);
        let rest: &[Spot] = match self.way {
            Way::Web => &[
                Spot::CaFile,
                Spot::CertificateFile,
                Spot::KeyFile,
                Spot::SkipTlsVerify,
                Spot::Description,
            ],
            Way::Store => &[Spot::CaFile, Spot::SkipTlsVerify, Spot::Description],
            Way::Ssh => return vec![Spot::Description],
            Way::Open => return Vec::new(),
        };
        token.into_iter().chain(rest.iter().copied()).collect()
    }

    /// The text field at a spot.
    #[must_use]
    pub fn field(&self, spot: Spot) -> Option<&Field> {
        Some(match spot {
            Spot::Name => &self.name,
            Spot::Location => &self.location,
            Spot::Description => &self.description,
            Spot::Username => &self.username,
            Spot::Password => &self.password,
            Spot::Token => &self.token,
            Spot::SshKeyFile => &self.ssh_key_file,
            Spot::CaFile => &self.ca_file,
            Spot::CertificateFile => &self.certificate_file,
            Spot::KeyFile => &self.key_file,
            _ => return None,
        })
    }

    /// The text field at a spot, to be changed.
    pub fn field_mut(&mut self, spot: Spot) -> Option<&mut Field> {
        Some(match spot {
            Spot::Name => &mut self.name,
            Spot::Location => &mut self.location,
            Spot::Description => &mut self.description,
            Spot::Username => &mut self.username,
            Spot::Password => &mut self.password,
            Spot::Token => &mut self.token,
            Spot::SshKeyFile => &mut self.ssh_key_file,
            Spot::CaFile => &mut self.ca_file,
            Spot::CertificateFile => &mut self.certificate_file,
            Spot::KeyFile => &mut self.key_file,
            _ => return None,
        })
    }

    /// Whether something is set there.
    #[must_use]
    pub fn is_set(&self, spot: Spot) -> bool {
        match spot {
            Spot::SkipTlsVerify => self.skip_tls_verify,
            Spot::DevelopMode => self.develop_mode,
            Spot::Secret => self.secret.is_some(),
            _ => self.field(spot).is_some_and(|field| !field.trimmed().is_empty()),
        }
    }

    /// Whether they name the same place, and are let in there in the same way.
    #[must_use]
    pub fn same_place(&self, other: &Self) -> bool {
        self.draft() == other.draft()
    }

    /// Takes over what lets us in; what is empty there stays as it is.
    pub fn set_login(&mut self, login: &Credentials) {
        if !login.ssh_key.is_empty() {
            self.other.ssh_key = login.ssh_key.clone();
        }
        if !login.username.is_empty() || !login.password.is_empty() {
            self.username.set(&*login.username);
            self.password = Field::holding(login.password.reveal()).masked();
        }
        if !login.token.is_empty() {
            self.token = Field::holding(login.token.reveal()).masked();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(location: &str) -> Values {
        let mut values = Values { location: Field::holding(location), ..Values::empty() };
        values.way = Way::of(location);
        values.username.set("me");
        values.password.set("hunter2");
        values.ca_file.set("/etc/ca.pem");
        values.ssh_key_file.set("/home/me/.ssh/id");
        values.skip_tls_verify = true;
        values
    }

    #[test]
    fn only_what_the_place_has_a_use_for_is_checked_and_saved() {
        let web = values("https://a.example/").draft();
        assert_eq!(web.credentials, Credentials::login("me", "hunter2"));
        assert_eq!(web.access.ca_file.as_deref(), Some("/etc/ca.pem".as_ref()));
        assert!(web.access.skip_tls_verify && web.access.ssh_key_file.is_none());
        let ssh = Values { way: Way::Ssh, ..values("git@git.example:x.git") }.draft();
        assert!(ssh.credentials.is_empty() && !ssh.access.skip_tls_verify);
        assert!(ssh.access.ssh_key_file.is_some());
        let folder = values("/srv/charts").draft();
        assert!(folder.credentials.is_empty() && folder.access.is_usual());
    }

    #[test]
    fn a_secret_takes_the_place_of_what_was_typed() {
        let mut with = values("https://a.example/");
        with.secret = SecretName::parse("team/charts");
        let draft = with.draft();
        assert!(draft.credentials.is_empty() && draft.secret.is_some());
        assert!(!with.usual().contains(&Spot::Password));
        with.secret = None;
        assert_eq!(with.draft().credentials.password.reveal(), "hunter2", "nothing is lost");
    }

    #[test]
    fn a_repository_survives_the_form() {
        let mut repository = Repository::named(
            "a",
            crate::model::Location::parse("https://a.example/").expect("a URL").location,
        );
        let mut login = Credentials::login("me", "hunter2");
        login.token = "t".into();
        login.headers = vec![("X-Team".to_owned(), "h".into())];
        repository.credentials = Some(login.clone());
        repository.access.key_file = Some("/k.pem".into());
        repository.access.skip_tls_verify = true;
        let draft = Values::of(&repository).draft();
        assert_eq!((draft.credentials, draft.access), (login, repository.access));
    }
}
