//! Marked secrets: every failing path is walked with values that are known by their marks, and nothing that comes
//! out of it (outputs, `Debug` texts, files of caches and logs) may hold a mark in any form.

mod answers;
mod children;
mod commands;
mod crash;
mod marks;
mod operations;
#[cfg(feature = "tui")]
mod screen;
mod ways;

#[test]
fn the_search_finds_every_form_of_a_mark() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let value = marks::value("password");
    for text in [
        value.clone(),
        value.to_ascii_lowercase(),
        format!("a {value} b"),
        url::form_urlencoded::byte_serialize(value.as_bytes()).collect(),
        STANDARD.encode(&value),
        STANDARD.encode(format!("u:{value}")),
        STANDARD.encode(format!("us:{value}")),
        STANDARD.encode(format!("use:{value}x")),
    ] {
        assert!(marks::found(text.as_bytes()).is_some(), "{text}");
    }
    assert_eq!(marks::found(b"password is not shown"), None);
}
