//! Measurements that anyone can repeat with `cargo bench`: ratios within one run, never bare seconds, so that
//! they mean the same on every machine. Nothing here passes or fails.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod generate;
mod index;
mod measure;
mod packages;
#[cfg(feature = "tui")]
mod screen;

fn main() {
    println!("{:<44} {:>10} {:>10} {:>8}", "what", "ours", "yardstick", "ratio");
    packages::run();
    index::run();
    #[cfg(feature = "tui")]
    screen::run();
}
