//! The built program: both outputs of every command that touches a repository, and every file below the home.

use chartroom::registry::{Change, Registry};
use chartroom::secrets::Store;

use super::answers::ANSWERS;
use super::marks::Findings;
use super::ways::{Way, ways};
use crate::cli::home::Home;
use crate::support::web::Server;

const COMMANDS: &[&str] = &[
    "repo list",
    "repo list --format json",
    "repo refresh mine",
    "validate mine",
    "validate mine --format json",
    "validate mine --format sarif",
    "show mine",
    "secret list",
    "secret show stage/data --format json",
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
            walks.push(tokio::task::spawn_blocking(move || walk(&what, way)));
        }
        for walk in walks {
            let (what, home, told) = walk.await.expect("it ends");
            findings.check(&what, &told);
            let kept = [home.path("config/chartroom/secrets"), home.registry()];
            findings.check_files(&what, &home.path(""), &kept);
        }
    }
}

/// Everything that the commands print.
fn walk(what: &str, way: Way) -> (String, Home, String) {
    let home = Home::new();
    home.write("config/chartroom/config.yaml", "timeouts: {connect: 2, read: 2}\n");
    if let Some(secret) = &way.secret {
        Store::at(home.path("config/chartroom/secrets")).put(secret).expect("it is kept");
    }
    let registry = Registry { path: home.registry() };
    registry.apply(&[Change::Add(Box::new(way.repository))]).expect("it is registered");
    let mut told = String::new();
    for command in COMMANDS {
        let words: Vec<&str> = command.split_whitespace().collect();
        let ran = home.run(&words);
        told.extend(["\n", command, ": ", &ran.out, " ", &ran.err]);
    }
    (what.to_owned(), home, told)
}
