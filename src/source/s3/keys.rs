//! Which keys a repository's requests are signed with, and which region they are signed for.
//!
//! Keys that the repository has itself go to its endpoint. Those of the environment and of a profile that
//! nobody named are meant for AWS: they go to hosts of AWS, and elsewhere only when `AWS_ENDPOINT_URL_S3`,
//! `AWS_ENDPOINT_URL` or the profile's `endpoint_url` says that this is where they belong. A URL that names a
//! profile says so itself.
//! May import: `source::{file, variables}`, `source::s3::profile`, `model`, `error`.

use std::path::{Path, PathBuf};

use url::Url;

use super::profile::{Profile, Profiles};
use crate::error::{Error, ErrorKind};
use crate::model::location::s3::S3Place;
use crate::model::text::clean;
use crate::model::{Credentials, Fault, Keys};
use crate::source::file;
use crate::source::variables::Variables;

/// What requests are signed with and for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The keys; `None` for requests that say not who asks.
    pub(super) keys: Option<Keys>,
    /// Where they are from.
    pub(super) origin: Origin,
    /// The region, where anything but the server tells it.
    pub(super) region: String,
}

/// Where keys are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The repository's own credentials.
    Repository,
    /// `AWS_ACCESS_KEY_ID` and its like.
    Environment,
    /// A profile file.
    Profile(String),
    /// There are none.
    Nobody,
    /// There are some, in the environment or a profile, that belong to AWS and not to this endpoint.
    Withheld(String),
}

impl Origin {
    /// As the trail tells it.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Repository => "keys: the repository's".to_owned(),
            Self::Environment => "keys: environment".to_owned(),
            Self::Profile(name) => format!("keys: profile {name}"),
            Self::Nobody => "keys: none (anonymous)".to_owned(),
            Self::Withheld(whose) => {
                format!("keys: none (anonymous); {whose} are for AWS and were not sent")
            }
        }
    }
}

/// The region that AWS and most others take when none is told.
const USUAL_REGION: &str = "us-east-1";

/// Chooses keys and region. Blocking: reads profile files.
pub(super) fn choose(
    place: &S3Place,
    credentials: Option<&Credentials>,
    variables: &Variables,
) -> Result<Chosen, Error> {
    let own = credentials.map_or(Ok(None), Keys::of).map_err(|fault| {
        Error::new(ErrorKind::Unauthorized, fault.to_string())
            .hint(fault.hint())
            .fault(fault.fault())
    })?;
    let files = Files::of(variables);
    let (name, profile) = match (&own, &place.profile) {
        (_, Some(name)) => (name.clone(), Some(files.named(name)?)),
        (None, None) => {
            let named = variables.first(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]);
            let name = named.unwrap_or_else(|| "default".to_owned());
            let profile = files.profiles.find(&name);
            (name, profile)
        }
        (Some(_), None) => (String::new(), None),
    };
    let is_named = place.profile.is_some();
    let (keys, origin) = match own {
        Some(keys) => (Some(keys), Origin::Repository),
        None if is_named => {
            let keys = profile.as_ref().and_then(|profile| profile.keys.clone());
            let keys = keys.ok_or_else(|| keyless(&name, profile.as_ref()))?;
            (Some(keys), Origin::Profile(name))
        }
        None => ambient(place, variables, &name, profile.as_ref()),
    };
    let region = place
        .region
        .clone()
        .or_else(|| place.named_region())
        .or_else(|| variables.first(&["HELM_S3_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"]))
        .or_else(|| profile.and_then(|profile| profile.region))
        .unwrap_or_else(|| USUAL_REGION.to_owned());
    Ok(Chosen { keys, origin, region })
}

/// Keys that nobody gave for this repository, if they belong to its endpoint.
fn ambient(
    place: &S3Place,
    variables: &Variables,
    name: &str,
    profile: Option<&Profile>,
) -> (Option<Keys>, Origin) {
    let of_environment = of_environment(variables);
    let is_of_environment = of_environment.is_some();
    let of_profile = profile.and_then(|profile| profile.keys.clone());
    let Some(keys) = of_environment.or(of_profile) else { return (None, Origin::Nobody) };
    let (origin, whose) = if is_of_environment {
        (Origin::Environment, "those of the environment".to_owned())
    } else {
        (Origin::Profile(name.to_owned()), format!("those of the profile {}", clean(name)))
    };
    let endpoints = variables
        .first(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"])
        .into_iter()
        .chain(profile.and_then(|profile| profile.endpoint.clone()));
    if is_of_aws(&place.endpoint) || endpoints.into_iter().any(|url| is_same(&place.endpoint, &url))
    {
        return (Some(keys), origin);
    }
    (None, Origin::Withheld(whose))
}

fn of_environment(variables: &Variables) -> Option<Keys> {
    let id = variables.text("AWS_ACCESS_KEY_ID")?;
    let secret = variables.text("AWS_SECRET_ACCESS_KEY")?.into();
    let token = variables.text("AWS_SESSION_TOKEN").unwrap_or_default().into();
    Some(Keys { id, secret, token })
}

/// Whether a host is one of AWS, reached as it should be.
pub(super) fn is_of_aws(endpoint: &Url) -> bool {
    let host = endpoint.host_str().unwrap_or_default();
    let domains = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];
    endpoint.scheme() == "https"
        && endpoint.port_or_known_default() == Some(443)
        && domains.iter().any(|domain| host.ends_with(domain))
}

fn is_same(endpoint: &Url, text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.origin() == endpoint.origin())
}

/// The profile files of the user.
struct Files {
    profiles: Profiles,
    places: Vec<PathBuf>,
}

impl Files {
    fn of(variables: &Variables) -> Self {
        let folder = variables.home().map(|home| home.join(".aws")).unwrap_or_default();
        let place = |variable: &str, name: &str| {
            variables.text(variable).map_or_else(|| folder.join(name), PathBuf::from)
        };
        let credentials = place("AWS_SHARED_CREDENTIALS_FILE", "credentials");
        let config = place("AWS_CONFIG_FILE", "config");
        let profiles = Profiles::read(&text(&credentials), &text(&config));
        Self { profiles, places: vec![credentials, config] }
    }

    fn named(&self, name: &str) -> Result<Profile, Error> {
        self.profiles.find(name).ok_or_else(|| {
            let places: Vec<String> =
                self.places.iter().map(|place| place.display().to_string()).collect();
            let names = self.profiles.names();
            let there = match names.as_slice() {
                [] => "there is none at all".to_owned(),
                names => format!("there are: {}", clean(&names.join(", "))),
            };
            let what =
                format!("there is no profile \"{}\" in {}", clean(name), places.join(" or "));
            Error::new(ErrorKind::Unauthorized, what)
                .hint(format!("{there}; aws_profile in the URL names the one that is used"))
                .fault(Fault::AccessKeyMissing)
        })
    }
}

/// Largest profile file, in bytes.
const FILE_LIMIT: u64 = 1 << 20;

/// What cannot be read says nothing: the files may well not be there. Nor do pipes and devices, which would
/// keep us waiting.
fn text(path: &Path) -> String {
    let bytes = file::read(path, FILE_LIMIT).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A profile was named and holds no keys.
fn keyless(name: &str, profile: Option<&Profile>) -> Error {
    let name = clean(name);
    let way = profile.and_then(|profile| profile.other_way.as_deref());
    let hint = match way {
        Some(way) => format!(
            "it gets them by {way}, which chartroom does not do: run `aws configure export-credentials \
             --profile {name} --format env` and give the result as keys or environment"
        ),
        None => "put aws_access_key_id and aws_secret_access_key into it, or give keys".to_owned(),
    };
    Error::new(ErrorKind::Unauthorized, format!("the profile \"{name}\" holds no keys"))
        .hint(hint)
        .fault(Fault::AccessKeyMissing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::location::s3::{Addressing, S3Index};

    fn place(endpoint: &str, region: Option<&str>, profile: Option<&str>) -> S3Place {
        S3Place {
            endpoint: Url::parse(endpoint).unwrap(),
            region: region.map(str::to_owned),
            bucket: "charts".to_owned(),
            key: "index.yaml".to_owned(),
            addressing: Addressing::Path,
            profile: profile.map(str::to_owned),
            index: S3Index::File,
        }
    }

    fn variables(pairs: &[(&str, &str)], home: &Path) -> Variables {
        let mut values: std::collections::BTreeMap<String, String> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        values.insert("HOME".to_owned(), home.display().to_string());
        Variables::Given(values)
    }

    fn told(outcome: Result<Chosen, Error>) -> String {
        match outcome {
            Ok(chosen) => {
                let id = chosen.keys.map_or_else(|| "-".to_owned(), |keys| keys.id);
                format!("{id} | {} | {}", chosen.origin.told(), chosen.region)
            }
            Err(error) => error.message,
        }
    }

    const AWS: &str = "https://s3.eu-west-1.amazonaws.com";
    const MINIO: &str = "http://minio.example.com:9000";

    const ENVIRONMENT: &[(&str, &str)] =
        &[("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "hidden")];

    fn check(place: &S3Place, pairs: &[&[(&str, &str)]], home: &tempfile::TempDir, expected: &str) {
        let pairs = pairs.concat();
        let found = choose(place, None, &variables(&pairs, home.path()));
        assert_eq!(told(found), expected, "{place:?} {pairs:?}");
    }

    /// A home with three profiles.
    fn home() -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(".aws");
        std::fs::create_dir(&folder).unwrap();
        let of = |name: &str, id: &str| {
            format!("[{name}]\naws_access_key_id={id}\naws_secret_access_key=hidden\n")
        };
        let credentials = of("default", "DEFAULT") + &of("work", "WORK");
        std::fs::write(folder.join("credentials"), credentials).unwrap();
        let config = "[default]\nregion=eu-south-1\n[profile work]\nregion=eu-north-1\n\
            endpoint_url=http://minio.example.com:9000\n[profile corp]\nsso_session=x\n";
        std::fs::write(folder.join("config"), config).unwrap();
        home
    }

    #[test]
    fn keys_of_the_environment_go_to_aws_and_to_the_endpoint_that_it_names() {
        let home = tempfile::tempdir().unwrap();
        let withheld = "- | keys: none (anonymous); those of the environment are for AWS and were not \
                        sent | us-east-1";
        let sent = "ENV | keys: environment | us-east-1";
        check(&place(AWS, None, None), &[], &home, "- | keys: none (anonymous) | eu-west-1");
        let of_host = "ENV | keys: environment | eu-west-1";
        check(&place(AWS, None, None), &[ENVIRONMENT], &home, of_host);
        for (endpoint, variable, expected) in [
            (MINIO, ("X", ""), withheld),
            (MINIO, ("AWS_ENDPOINT_URL", "http://minio.example.com:9000/"), sent),
            (MINIO, ("AWS_ENDPOINT_URL_S3", "https://minio.example.com:9000"), withheld),
            ("http://s3.amazonaws.com", ("X", ""), withheld),
            ("https://amazonaws.com.example.com", ("X", ""), withheld),
            ("https://evilamazonaws.com", ("X", ""), withheld),
        ] {
            check(&place(endpoint, None, None), &[ENVIRONMENT, &[variable]], &home, expected);
        }
    }

    #[test]
    fn keys_of_a_profile_go_to_aws_to_its_endpoint_and_where_the_url_names_it() {
        let home = home();
        let withheld = "- | keys: none (anonymous); those of the profile default are for AWS and were \
                        not sent | eu-south-1";
        for (place, variables, expected) in [
            (
                place("https://s3.amazonaws.com", None, None),
                &[][..],
                "DEFAULT | keys: profile default | eu-south-1",
            ),
            (place(MINIO, None, None), &[], withheld),
            (
                place(MINIO, None, None),
                &[("AWS_PROFILE", "work")],
                "WORK | keys: profile work | eu-north-1",
            ),
            (
                place("http://else", Some("pek3a"), Some("work")),
                ENVIRONMENT,
                "WORK | keys: profile work | pek3a",
            ),
            (place(AWS, None, Some("corp")), &[], "the profile \"corp\" holds no keys"),
        ] {
            check(&place, &[variables], &home, expected);
        }
        let given = variables(&[], home.path());
        let error = choose(&place(AWS, None, Some("nobody")), None, &given).unwrap_err();
        assert!(error.message.contains("no profile \"nobody\""), "{}", error.message);
        assert!(error.hint.contains("default, work"), "{}", error.hint);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_in_the_place_of_a_profile_file_says_nothing() {
        let home = tempfile::tempdir().unwrap();
        let device = [("AWS_SHARED_CREDENTIALS_FILE", "/dev/zero")];
        check(&place(AWS, None, None), &[&device], &home, "- | keys: none (anonymous) | eu-west-1");
    }

    #[test]
    fn the_repositorys_own_keys_come_first_and_regions_in_their_order() {
        let home = home();
        let regions = [("AWS_REGION", "us-west-1"), ("HELM_S3_REGION", "us-west-2")];
        let elsewhere = place("https://s3.amazonaws.com", None, None);
        let expected = "ENV | keys: environment | us-west-2";
        check(&elsewhere, &[ENVIRONMENT, &regions], &home, expected);
        let told_by_url = place(AWS, Some("eu-west-3"), None);
        let expected = "ENV | keys: environment | eu-west-3";
        check(&told_by_url, &[ENVIRONMENT, &regions], &home, expected);
        let variables = variables(ENVIRONMENT, home.path());
        let own = Credentials::login("OWN", "hidden");
        let chosen = choose(&place(MINIO, None, None), Some(&own), &variables);
        assert_eq!(told(chosen), "OWN | keys: the repository's | us-east-1");
        let half = Credentials::login("OWN", "");
        let error = choose(&place(MINIO, None, None), Some(&half), &variables).unwrap_err();
        assert_eq!(error.fault, Some(Fault::SecretKeyMissing));
    }
}
