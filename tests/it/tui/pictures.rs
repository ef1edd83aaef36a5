//! The pictures of the README are what the scenes draw: `UPDATE_SCREENSHOTS=1 cargo test pictures` draws
//! them anew.

use std::fs;
use std::path::Path;

use super::scenes::PICTURES;
use super::svg::{DARK, LIGHT, svg};

#[test]
fn the_pictures_show_what_the_screen_draws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let update = std::env::var_os("UPDATE_SCREENSHOTS").is_some();
    let mut stale = Vec::new();
    for scene in PICTURES {
        for (theme, paper) in [("dark", &DARK), ("light", &LIGHT)] {
            let drawn = svg(&scene.play().painted(theme), scene.title, paper);
            let path = folder.join(format!("{}-{theme}.svg", scene.name));
            if update {
                fs::create_dir_all(&folder).expect("the folder can be made");
                fs::write(&path, &drawn).expect("a picture can be written");
            } else if fs::read_to_string(&path).ok().as_deref() != Some(&drawn) {
                stale.push(path);
            }
        }
    }
    assert!(stale.is_empty(), "run the tests with UPDATE_SCREENSHOTS=1, then look at {stale:?}");
}
