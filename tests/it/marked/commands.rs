//! The built program: both outputs of every command that touches a repository, and every file below the home.

use chartroom::model::RepositoryKind;
use chartroom::registry::{Change, Registry};
use chartroom::secrets::Store;

use super::answers::ANSWERS;
use super::marks::{self, Findings};
use super::ways::{Way, ways};
use crate::cli::home::Home;
use crate::support::web::Server;

/// What is run for each way. Of those that differ in their format only, one in turn.
const COMMANDS: &[&[&str]] = &[
    &["repo list", "repo list --format json"],
    &["repo refresh mine"],
    &["validate mine", "validate mine --format json", "validate mine --format sarif"],
    &["show mine"],
    &["secret list"],
    &["secret show stage/data --format json"],
];

/// Answers that differ in what the program does next.
const CHOSEN: &[&str] = &[
    "401 with an echo",
    "a web page with an echo",
    "a text with an echo",
    "a redirect with an echo",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_command_tells_a_secret() {
    let mut findings = Findings::default();
    for (answer, reply) in ANSWERS.iter().filter(|(name, _)| CHOSEN.contains(name)) {
        let server = Server::start(reply).await;
        let mut walks = Vec::new();
        for (position, way) in ways(server.port).into_iter().enumerate() {
            // One kind of answer for each way is enough here: the operations are walked with all of them.
            if CHOSEN.get(position % CHOSEN.len()) != Some(answer) {
                continue;
            }
            let what = format!("{}, answered by {answer}", way.what);
            walks.push(tokio::task::spawn_blocking(move || {
                walk(&what, way, position / CHOSEN.len())
            }));
        }
        for walk in walks {
            let (what, home, told) = walk.await.expect("it ends");
            findings.check(&what, &told);
            let kept = [home.path("config/chartroom/secrets"), home.registry()];
            findings.check_files(&what, &home.path(""), &kept);
        }
    }
}

/// What is asked of all repositories at once, of manifests, and of URLs.
const FURTHER: &[&str] = &[
    "export --format addons-configuration --name all --namespace stage",
    "export --format cluster-addons-configuration",
    "import manifests.yaml --dry-run",
    "status manifests.yaml",
    "status manifests.yaml --format json",
    "secret list --format json",
    "secret show stage/data",
    "explain URL",
    "explain URL --format json",
    "explain git::URL//index.yaml?ref=main",
    "repo add other URL",
    "search redis",
];

/// An addons configuration whose Secret is beside it.
fn manifests(url: &str) -> String {
    let (value, key) = (marks::value("told"), marks::private_key().replace('\n', "\n    "));
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: data, namespace: stage}}\nstringData:\n  folder: {value}\n  \
         password: {value}\n  sshkey: |\n    {key}\n---\napiVersion: addons.kyma-project.io/v1alpha1\nkind: \
         AddonsConfiguration\nmetadata: {{name: mine, namespace: stage}}\nspec:\n  repositories:\n  - url: \
         {url}/{{folder}}/index.yaml\n    secretRef: {{name: data}}\n  - url: {url}/{{gone}}/index.yaml\n    \
         secretRef: {{name: data}}\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn no_export_import_status_or_explanation_tells_a_secret() {
    let server = Server::start(|asked| ANSWERS[1].1(asked)).await;
    let port = server.port;
    let walked = tokio::task::spawn_blocking(move || {
        let (mut findings, home) = (Findings::default(), Home::new());
        let store = Store::at(home.path("config/chartroom/secrets"));
        let registry = Registry { path: home.registry() };
        for (number, mut way) in ways(port).into_iter().enumerate() {
            way.repository.kind = Some(RepositoryKind::Addons);
            way.repository.name = format!("way-{number}");
            if let Some(secret) = &way.secret {
                store.put(secret).expect("it is kept");
            }
            registry.apply(&[Change::Add(Box::new(way.repository))]).expect("it is registered");
        }
        home.write("manifests.yaml", manifests(&format!("http://127.0.0.1:{port}")));
        // What is written with credentials in it is masked, also where it is said back.
        let value: String =
            url::form_urlencoded::byte_serialize(marks::value("url").as_bytes()).collect();
        let url = format!("https://user:{value}@127.0.0.1:9/charts?token={value}");
        for command in FURTHER {
            let words: Vec<String> =
                command.split(' ').map(|word| word.replace("URL", &url)).collect();
            let ran = home.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(ran.out.len() + ran.err.len() > 0, "{command} says nothing");
            findings.check(command, &format!("{}\n{}", ran.out, ran.err));
        }
        let kept =
            [home.path("config/chartroom/secrets"), home.registry(), home.path("manifests.yaml")];
        findings.check_files("after all commands", &home.path(""), &kept);
    });
    walked.await.expect("nothing is told");
}

/// Everything that the commands print.
fn walk(what: &str, way: Way, position: usize) -> (String, Home, String) {
    let home = Home::new();
    home.write("config/chartroom/config.yaml", "timeouts: {connect: 2, read: 2}\n");
    if let Some(secret) = &way.secret {
        Store::at(home.path("config/chartroom/secrets")).put(secret).expect("it is kept");
    }
    let registry = Registry { path: home.registry() };
    registry.apply(&[Change::Add(Box::new(way.repository))]).expect("it is registered");
    let mut told = String::new();
    for command in COMMANDS.iter().filter_map(|forms| forms.get(position % forms.len())) {
        let words: Vec<&str> = command.split_whitespace().collect();
        let ran = home.run(&words);
        told.extend(["\n", command, ": ", &ran.out, " ", &ran.err]);
    }
    (what.to_owned(), home, told)
}
