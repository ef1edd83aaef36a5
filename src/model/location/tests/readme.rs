//! The table of the README, as it stands there.

use super::understood;

const README: &str = include_str!("../../../../README.md");

#[test]
fn the_readme_tells_the_truth_about_urls() {
    let chapter = README.split("### URLs").nth(1).and_then(|rest| rest.split("\n### ").next());
    let rows = chapter.unwrap_or_default().lines().filter(|line| line.starts_with("| `"));
    let mut count = 0;
    for row in rows {
        let mut cells = row.split('`').skip(1).step_by(2);
        let (Some(text), Some(expected)) = (cells.next(), cells.next()) else { continue };
        assert_eq!(understood(text), expected, "{text}");
        count += 1;
    }
    assert!(count > 10, "the table has {count} rows");
}
