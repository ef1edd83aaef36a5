//! What the form holds survives its URL, its host and its saving.

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
fn with_a_secret_a_login_of_its_own_is_behind_the_fold_and_stays() {
    let mut with = values("https://a.example/");
    with.secret = SecretName::parse("team/charts");
    assert!(!with.usual().contains(&Spot::Password));
    assert!(with.further().contains(&Spot::Password));
    assert_eq!(with.draft().credentials, Credentials::login("me", "hunter2"));
    with.username.set("");
    with.password.set("");
    let draft = with.draft();
    assert!(draft.credentials.is_empty() && draft.secret.is_some(), "what was emptied goes");
}

/// A repository with everything that one can have.
fn whole(url: &str) -> Repository {
    let mut repository = Repository::named("a", place(url));
    let mut login = Credentials::login("me", "hunter2");
    login.token = "t".into();
    login.headers = vec![("X-Team".to_owned(), "h".into())];
    login.ssh_key = "k".into();
    repository.credentials = Some(login);
    repository.secret = SecretName::parse("team/charts");
    repository.access = Access {
        ca_file: Some("/ca.pem".into()),
        certificate_file: Some("/c.pem".into()),
        key_file: Some("/k.pem".into()),
        skip_tls_verify: true,
        ssh_key_file: Some("/id".into()),
        develop_mode: true,
    };
    repository
}

fn place(url: &str) -> Location {
    Location::parse(url).expect("a URL").location
}

const PLACES: [&str; 6] = [
    "https://a.example/",
    "http://a.example/{key}/index.yaml",
    "{url}",
    "s3::https://s3.a.example/bucket/prefix",
    "git::ssh://git@a.example/x.git//index.yaml",
    "/srv/charts",
];

#[test]
fn a_repository_survives_the_form() {
    for url in PLACES {
        for secret in [None, SecretName::parse("team/charts")] {
            let repository = Repository { secret, ..whole(url) };
            let mut values = Values::of(&repository);
            assert!(values.settle().is_empty(), "{url}");
            values.description.set("another one");
            let draft = values.draft();
            assert_eq!(Some(draft.credentials), repository.credentials, "{url}");
            assert_eq!(draft.access, repository.access, "{url}");
            assert_eq!(draft.secret, repository.secret, "{url}");
        }
    }
}

#[test]
fn a_secret_that_was_saved_is_known_as_such_until_it_is_typed_over() {
    let parsed = Location::parse("https://h.example/x").unwrap();
    let mut saved = Repository::named("x", parsed.location);
    saved.credentials = Some(Credentials::login("me", "hunter2"));
    let mut values = Values::of(&saved);
    assert!(values.is_saved_secret(&values.password));
    assert!(!values.is_saved_secret(&values.token), "there is none");
    values.password = Field::holding("hunter3").masked();
    assert!(!values.is_saved_secret(&values.password));
}

#[test]
fn what_was_saved_for_one_host_is_not_shown_to_another_and_is_back_with_the_first() {
    for url in PLACES.into_iter().filter(|url| !url.starts_with('/')) {
        let repository = whole(url);
        let mut values = Values::of(&repository);
        values.location.set("https://b.example/");
        values.way = Way::of("https://b.example/");
        let told = values.settle().join("; ");
        let draft = values.draft();
        assert!(draft.credentials.is_empty(), "{url}");
        let access = draft.access;
        assert_eq!((access.skip_tls_verify, access.key_file), (false, None), "{url}");
        assert_eq!(access.certificate_file, None, "{url}");
        assert!(told.contains("they are forgotten; the certificate of the new"), "{told}");
        values.location.set(url);
        values.way = Way::of(url);
        assert!(values.settle().is_empty(), "{url}");
        assert_eq!(Some(values.draft().credentials), repository.credentials, "{url}");
        assert_eq!(values.draft().access, repository.access, "{url}");
    }
}

#[test]
fn what_was_typed_for_the_new_host_stays() {
    let mut values = Values::of(&whole("https://a.example/"));
    values.location.set("https://b.example/");
    values.password.set("typed before");
    values.settle();
    values.username.set("typed after");
    values.location.set("https://c.example/");
    values.settle();
    assert_eq!(values.draft().credentials, Credentials::login("typed after", "typed before"));
}
