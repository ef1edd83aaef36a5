//! What happens while one repository does not answer.

use std::net::TcpListener;

use super::home::Home;

#[test]
fn a_search_does_not_wait_long_for_a_repository_that_was_never_fetched() {
    let home = Home::new();
    // The system accepts the connection; nobody ever answers on it.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
    let url = format!("http://{}/charts", silent.local_addr().expect("its address"));
    home.run(&["repo", "add", "silent", &url, "--no-validate"]).ended(0);
    let ran = home.run(&["search", "hello-web"]).ended(2);
    assert!(ran.out.contains("sample-charts/hello-web"), "the others are searched: {}", ran.out);
    let told =
        "chartroom: cannot search silent: it was never fetched, and no index came within 5 s\n";
    assert!(ran.err.starts_with(told), "{}", ran.err);
    assert!(ran.err.contains("chartroom repo refresh silent"), "{}", ran.err);
}
