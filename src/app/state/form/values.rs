//! All that is typed into the form. What its URL has no use for is kept, and neither checked nor saved.
//!
//! May import: `app::state::{field, form::{spot, way}}`, `model`, `ops`.

use std::path::PathBuf;

use super::spot::Spot;
use super::way::{Way, is_plain_http};
use crate::app::state::field::Field;
use crate::model::{Access, Credentials, Location, Repository, RepositoryKind, Secret, SecretName};
use crate::ops::{Draft, relocate, same_host};

/// The fields of what lets us in at a host.
const LOGIN: [Spot; 5] =
    [Spot::Username, Spot::Password, Spot::Token, Spot::CertificateFile, Spot::KeyFile];

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
    /// The repository that is edited. What it has and no field shows stays as long as its host does.
    pub saved: Option<Box<Repository>>,
    /// Whether the place is still at the host of the edited repository.
    pub host: Host,
}

/// Whether a place is where its login was meant for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Host {
    /// It is at the host that it was saved with.
    #[default]
    Saved,
    /// It was moved to another one.
    Other,
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
            saved: Some(Box::new(repository.clone())),
            host: Host::Saved,
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
            secret: if self.asks_for_secret() {
                self.secret.clone()
            } else {
                self.kept().and_then(|saved| saved.secret.clone())
            },
            origin: None,
        }
    }

    /// What lets us in: what was typed, as far as the place has a use for it, and what was saved and has no
    /// field here. A Secret fills only what is missing in it.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        let other = self.other.clone();
        let kept = self.kept().and_then(|saved| saved.credentials.clone()).unwrap_or_default();
        match self.way {
            Way::Open => kept,
            Way::Ssh => Credentials {
                username: kept.username,
                password: kept.password,
                token: kept.token,
                ..other
            },
            Way::Web | Way::Store => Credentials {
                username: self.username.trimmed().to_owned(),
                password: self.password.value().into(),
                token: self.token.trimmed().into(),
                ..other
            },
        }
    }

    /// How the place is let in at: what was typed, as far as it has a use for it, and what was saved and has
    /// no field here.
    #[must_use]
    pub fn access(&self) -> Access {
        let kept = self.kept().map(|saved| saved.access.clone()).unwrap_or_default();
        let file = |spot: Spot, field: &Field, kept: Option<PathBuf>| {
            let text = field.trimmed();
            if self.has(spot) { (!text.is_empty()).then(|| PathBuf::from(text)) } else { kept }
        };
        let switch = |spot: Spot, on: bool, kept: bool| if self.has(spot) { on } else { kept };
        Access {
            ca_file: file(Spot::CaFile, &self.ca_file, kept.ca_file),
            certificate_file: file(
                Spot::CertificateFile,
                &self.certificate_file,
                kept.certificate_file,
            ),
            key_file: file(Spot::KeyFile, &self.key_file, kept.key_file),
            skip_tls_verify: switch(
                Spot::SkipTlsVerify,
                self.skip_tls_verify,
                kept.skip_tls_verify,
            ),
            ssh_key_file: file(Spot::SshKeyFile, &self.ssh_key_file, kept.ssh_key_file),
            develop_mode: switch(Spot::DevelopMode, self.develop_mode, kept.develop_mode),
        }
    }

    /// The edited repository, as long as it stays at its host.
    fn kept(&self) -> Option<&Repository> {
        self.saved.as_deref().filter(|_| self.host == Host::Saved)
    }

    /// Whether a field holds a secret as it was saved. Such a one is never shown, not even on request.
    #[must_use]
    pub fn is_saved_secret(&self, field: &Field) -> bool {
        let own = self.saved.as_deref().and_then(|saved| saved.credentials.as_ref());
        let is_of = |own: &Credentials| {
            [&own.password, &own.token].into_iter().any(|known| known.reveal() == field.value())
        };
        !field.is_empty() && own.is_some_and(is_of)
    }

    /// Follows the URL: what was saved for one host is not shown to another, and is back where it was meant
    /// for. What was typed stays. Returns what is to be told of it, in sentences.
    pub fn settle(&mut self) -> Vec<String> {
        let Some(saved) = self.saved.as_deref() else { return Vec::new() };
        let Ok(parsed) = Location::parse(self.location.trimmed()) else { return Vec::new() };
        let host =
            if same_host(&saved.location, &parsed.location) { Host::Saved } else { Host::Other };
        if host == self.host {
            return Vec::new();
        }
        let (at_home, secret) = (Self::of(saved), self.secret.clone());
        let mut away = Repository { secret, ..saved.clone() };
        let told = relocate(&mut away, parsed.location, None);
        let away = Self::of(&away);
        self.host = host;
        match host {
            Host::Other => {
                self.exchange(&at_home, &away);
                told
            }
            Host::Saved => {
                self.exchange(&Self::empty(), &at_home);
                Vec::new()
            }
        }
    }

    /// Puts in the values of `after` where those of `before` still stand.
    fn exchange(&mut self, before: &Self, after: &Self) {
        for spot in LOGIN {
            let Some(new) = after.field(spot) else { continue };
            let old = before.field(spot).map(Field::value);
            if let Some(field) = self.field_mut(spot).filter(|field| Some(field.value()) == old) {
                *field = new.clone();
            }
        }
        if self.skip_tls_verify == before.skip_tls_verify {
            self.skip_tls_verify = after.skip_tls_verify;
        }
        if self.other == before.other {
            self.other = after.other.clone();
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
        match self.way {
            Way::Ssh => return vec![Spot::Description],
            Way::Open => return Vec::new(),
            Way::Web | Way::Store => {}
        }
        // With a Secret a login of its own is rarely needed.
        let login: &[Spot] = match self.secret {
            Some(_) => &[Spot::Username, Spot::Password, Spot::Reveal],
            None => &[],
        };
        let rest = [
            Spot::Token,
            Spot::CaFile,
            Spot::CertificateFile,
            Spot::KeyFile,
            Spot::SkipTlsVerify,
            Spot::Description,
        ];
        login.iter().copied().chain(rest).collect()
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
mod tests;
