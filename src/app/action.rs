//! Every intent that a key can be bound to, by the name that configuration, help and palette use.
//!
//! May import: nothing of the crate.

use serde::{Deserialize, Serialize};

/// Under which heading help lists an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving the cursor and the focus.
    Move,
    /// Finding and reading.
    Read,
    /// Repositories: add, edit, refresh, validate.
    Repository,
    /// The screen of findings.
    Findings,
    /// Copying to the clipboard.
    Copy,
    /// The program itself: tasks, messages, help, quitting.
    Program,
}

impl Group {
    /// The heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Read => "Find and read",
            Self::Repository => "Repositories",
            Self::Findings => "Findings",
            Self::Copy => "Copy",
            Self::Program => "Program",
        }
    }
}

/// Declares the actions: a row is `Variant "name" Group "help";`.
macro_rules! actions {
    ($($variant:ident $name:literal $group:ident $help:literal;)*) => {
        /// An intent, whatever key it came from. Its meaning depends on what has the focus.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Action {
            $(
                #[doc = $help]
                #[serde(rename = $name)]
                $variant,
            )*
        }

        impl Action {
            /// All actions, in the order in which help lists them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name used in configuration.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it does, in a few words for help and palette.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help),* }
            }

            /// Under which heading help lists it.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group),* }
            }
        }
    };
}

actions! {
    Down "down" Move "next row or line";
    Up "up" Move "previous row or line";
    Top "top" Move "first row or line";
    Bottom "bottom" Move "last row or line";
    HalfPageDown "half-page-down" Move "half a page down";
    HalfPageUp "half-page-up" Move "half a page up";
    PageDown "page-down" Move "a page down";
    PageUp "page-up" Move "a page up";
    Left "left" Move "previous pane";
    Right "right" Move "next pane";
    NextPane "next-pane" Move "next pane or field";
    PreviousPane "previous-pane" Move "previous pane or field";
    FocusRepositories "focus-repositories" Move "go to the repositories";
    FocusEntries "focus-entries" Move "go to the charts or addons";
    FocusDetails "focus-details" Move "go to the details";
    NextTab "next-tab" Move "next tab of the details";
    PreviousTab "previous-tab" Move "previous tab of the details";
    ScrollRight "scroll-right" Move "scroll the text to the right";
    ScrollLeft "scroll-left" Move "scroll the text to the left";
    Open "open" Move "open, go deeper, press the button";
    Back "back" Move "clear the filter, close, go back; never quits";
    Filter "filter" Read "filter a list, search a text";
    NextMatch "next-match" Read "next match or finding";
    PreviousMatch "previous-match" Read "previous match or finding";
    ToggleHidden "toggle-hidden" Read "show or hide pre-releases and deprecated ones";
    Sort "sort" Read "sort in another order";
    Zoom "zoom" Read "give the pane the whole screen";
    Add "add" Repository "add a repository";
    Edit "edit" Repository "edit the repository, or the file of a finding";
    Remove "remove" Repository "remove the repository (asks)";
    Undo "undo" Repository "undo the last change, or the last ignoring of a rule";
    Refresh "refresh" Repository "refresh the repository";
    RefreshAll "refresh-all" Repository "refresh all repositories";
    Validate "validate" Repository "validate the repository with all its packages";
    TakeOffer "take-offer" Repository "do what a failed refresh offers (asks); show the file of a finding";
    Secrets "secrets" Repository "show the Secrets";
    Findings "findings" Findings "show all findings of the repository";
    GroupNone "group-none" Findings "list findings without groups";
    GroupRule "group-rule" Findings "group findings by rule";
    GroupEntry "group-entry" Findings "group findings by chart or addon";
    GroupFile "group-file" Findings "group findings by file";
    Fold "fold" Findings "fold or unfold all groups";
    IgnoreRule "ignore-rule" Findings "ignore the rule in this session";
    Ignored "ignored-rules" Findings "show the ignored rules";
    Consumers "consumers" Findings "show what each consumer would do";
    Export "export-findings" Findings "write the findings that are shown to a file";
    CopyLine "copy-line" Copy "copy the current line";
    CopyName "copy-name" Copy "copy the name";
    CopyUrl "copy-url" Copy "copy the URL";
    CopyVersion "copy-version" Copy "copy the version";
    CopyInstall "copy-install" Copy "copy the install command";
    CopyPath "copy-path" Copy "copy the path of the value, or the place of the finding";
    Tasks "tasks" Program "show the tasks";
    CancelTask "cancel-task" Program "cancel the running task";
    RetryTask "retry-task" Program "run the failed task again";
    Messages "messages" Program "show the message log";
    Palette "palette" Program "find any action, repository, chart or addon";
    Help "help" Program "show the keys";
    StartClean "start-clean" Program "empty the form";
    Toggle "toggle" Program "choose, switch on or off";
    Agree "agree" Program "answer yes";
    Decline "decline" Program "answer no";
    Redraw "redraw" Program "draw the screen anew";
    Suspend "suspend" Program "suspend the program";
    Interrupt "interrupt" Program "cancel the task or prompt; twice quits";
    Close "close" Program "close or go back; at the top, quit";
    Quit "quit" Program "quit";
}

impl Action {
    /// The action of that configuration name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_by_its_own_name() {
        for action in Action::ALL {
            assert_eq!(Action::named(action.name()), Some(*action));
        }
    }
}
