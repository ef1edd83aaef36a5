//! The registry file, as several running copies of the program share it.

use std::fs;

use crate::cli::home::Home;

#[test]
fn copies_of_the_program_that_run_at_once_lose_nothing() {
    let home = Home::new();
    std::thread::scope(|scope| {
        for copy in ["left", "right"] {
            let home = &home;
            scope.spawn(move || {
                for number in 0..10 {
                    let name = format!("{copy}-{number}");
                    let words = ["repo", "add", &name, "https://example.org/x", "--no-validate"];
                    home.run(&words).ended(0);
                }
            });
        }
    });
    let text = fs::read_to_string(home.registry()).expect("the registry");
    assert_eq!(text.matches("- name: ").count(), 20, "{text}");
}

#[test]
fn a_broken_file_is_told_with_its_line_and_stays_as_it_is() {
    let home = Home::new();
    let text = "repositories:\n- name: a\n  url: https://example.org\n oops\n";
    home.write("config/chartroom/repositories.yaml", text);
    for words in [
        &["repo", "list"][..],
        &["repo", "add", "b", "https://example.org", "--no-validate"],
        &["repo", "remove", "sample-charts"],
        &["search", "x"],
    ] {
        let ran = home.run(words).ended(2);
        assert!(ran.err.contains("repositories.yaml:4: "), "{}", ran.err);
        assert!(ran.err.contains("hint: mend that line"), "{}", ran.err);
    }
    assert_eq!(fs::read_to_string(home.registry()).expect("the registry"), text);
}

#[test]
fn what_a_newer_program_wrote_is_kept_and_told() {
    let home = Home::new();
    let text = "repositories:\n- name: a\n  url: https://example.org/x\n  mirror: [b]\nformat: 9\n";
    home.write("config/chartroom/repositories.yaml", text);
    let ran = home.run(&["repo", "edit", "a", "--description", "kept"]).ended(0);
    assert!(ran.out.starts_with("saved a: "), "{}", ran.out);
    let listed = home.run(&["repo", "list"]).ended(0);
    assert!(listed.err.contains("line 3: unknown key \"mirror\", kept"), "{}", listed.err);
    let text = fs::read_to_string(home.registry()).expect("the registry");
    assert!(text.contains("mirror:\n  - b") && text.contains("format: 9"), "{text}");
}
