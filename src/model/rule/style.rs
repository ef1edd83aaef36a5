//! How YAML is written. Asked for by `--select STY` only.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Style:
    STY001 "braces" Warning "Blanks stand inside braces" "chart-testing refuses the chart" "Write {a: 1}" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY002 "brackets" Warning "Blanks stand inside brackets" "chart-testing refuses the chart" "Write [1, 2]" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY003 "colons" Warning "Blanks stand before a colon, or several after it" "chart-testing refuses the chart" "Write key: value" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY004 "commas" Warning "Blanks around a comma are missing or too many" "chart-testing refuses the chart" "Write no blank before and one after it" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY005 "comment-without-blank" Warning "A comment's text follows its sign without a blank" "chart-testing refuses the chart" "Write a blank after the sign" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY006 "comment-too-near" Warning "A comment stands too near to what is before it" "chart-testing refuses the chart" "Write two blanks before it" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY007 "empty-lines" Warning "Too many empty lines stand together, or some at the start or end" "chart-testing refuses the chart" "Leave two at most, and none at the start and the end" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY008 "hyphens" Warning "Several blanks stand after the dash of a list" "chart-testing refuses the chart" "Write one blank" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY009 "indentation" Warning "Levels of one file are indented by different numbers of blanks" "chart-testing refuses the chart" "Indent every level alike" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY010 "no-newline-at-end" Warning "The last line of a file does not end" "chart-testing refuses the chart" "End it with a line feed" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY011 "dos-newlines" Warning "Lines end as on DOS" "chart-testing refuses the chart" "Save the file with Unix line ends" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY012 "trailing-spaces" Warning "Blanks stand at the end of a line" "chart-testing refuses the chart" "Remove them" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY013 "truthy" Info "A word other than true and false stands for a boolean" "chart-testing warns: readers of YAML 1.1 and 1.2 disagree on it" "Write true or false, or put it in quotes" "chart-testing, yamllint" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY014 "no-maintainers" Info "The chart names no maintainers" "chart-testing refuses the chart unless told otherwise" "Add maintainers with their names" "chart-testing" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    STY015 "deprecated-with-maintainers" Info "A deprecated chart names maintainers" "chart-testing refuses the chart" "Remove the maintainers" "chart-testing" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
}
