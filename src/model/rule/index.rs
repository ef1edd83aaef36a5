//! Rules about index files, Helm's (`IDX0..` and `IDX1..`) and Helm Broker's (`IDX2..`).
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Index:
    IDX010 "duplicate-version" Warning "The same version of an entry is listed twice" "Which of the two a client picks is not defined; pulls may differ" "Remove one of the two, or raise the version of the second" "helm-repositories 1.9";
    IDX201 "addon-index-syntax" Error "The index is not well-formed YAML" "Helm Broker cannot read it, so none of its addons is registered" "Mend the text at this place; a YAML checker in the editor shows it too" "Helm Broker client, IDX-02";
    IDX202 "addon-index-shape" Error "The index is YAML, but not of the shape of an addon index" "Helm Broker refuses the whole index, so none of its addons is registered" "Write entries as a mapping of addon names to lists of name, description and version" "Helm Broker client, IDX-02";
    IDX203 "addon-index-empty" Warning "The index lists no addon" "Helm Broker calls the repository ready and shows nothing of it" "List the addons under entries" "IDX-04";
    IDX204 "addon-index-api-version" Info "The index does not say apiVersion v1" "Helm Broker does not read it, other tools may" "Start the index with apiVersion: v1" "IDX-03";
    IDX205 "addon-index-unknown-key" Info "The index holds a key that Helm Broker does not read" "It has no effect; it may be misspelt, or the index may be meant for Helm" "Remove the key or mend its spelling" "Helm Broker client, IDX-05";
    IDX206 "addon-index-key-case" Warning "A key of the index is written in another case than documented" "Helm Broker takes it in any case, other tools do not" "Write the key as documented" "Helm Broker client, IDX-05";
    IDX207 "addon-index-repeated-key" Warning "A key of the index is given twice" "The last one counts and what the first one lists is lost without a word" "Merge the two" "Helm Broker client, IDX-06";
    IDX208 "addon-index-second-document" Warning "The file holds more than one YAML document" "Helm Broker reads the first one only; addons in the others are never seen" "Move the entries into the first document, or into an index file of their own" "Helm Broker client, IDX-07";
    IDX209 "addon-version-invalid" Error "The version of an entry is missing or no semantic version" "Helm Broker crashes on it, and crashes again after every restart while the index is registered" "Write a version of up to three numbers such as 1.2.3" "Helm Broker repository entry, IDX-08";
    IDX210 "addon-entry-null" Error "An entry is empty" "Helm Broker reads it as an entry without a version and crashes, again after every restart" "Remove the dash, or give name, description and version after it" "Helm Broker repository entry, IDX-08";
    IDX211 "addon-without-versions" Warning "An addon is named but none of its versions is listed" "It is passed over without a word" "List a version, or remove the name" "Helm Broker client, IDX-04";
    IDX212 "addon-index-coerced" Warning "YAML changes an unquoted name or version into another text" "Helm Broker looks for the package under the changed text" "Put it in quotes" "YAML 1.1 as Helm Broker reads it, IDX-09";
    IDX213 "addon-version-repeated" Error "The same version of an addon is listed twice" "Both lead to the same package, so they share an id, and Helm Broker refuses one of the two, a different one at each run" "Remove one of the two, or raise its version" "kyma issue 4998, IDX-10";
    IDX214 "addon-entry-name" Warning "The name of an entry is not the key it stands under" "The key makes the package path; the name is only shown until the addon is loaded, and then misleads" "Give both the same name" "kyma issue 4998, IDX-11";
    IDX215 "addon-path-unsafe" Error "A name or version could lead out of the repository, or holds blanks or control characters" "Helm Broker puts both into a path unchecked; chartroom does not follow such a path" "Use letters, digits, dots and dashes only" "IDX-12";
    IDX216 "addon-package-missing" Error "The index lists an addon that is not there" "Helm Broker fails to load it, and then registers nothing of the whole configuration" "Put the package beside the index under the name that key and version make, or remove the entry" "Helm Broker provider, IDX-13";
    IDX217 "addon-not-listed" Warning "A folder beside the index holds an addon that no index lists" "Nobody can find it" "List it in an index, or remove the folder" "IDX-14";
    IDX218 "addon-identity-differs" Warning "The addon calls itself otherwise than the index does" "The index makes the path, the addon's own name and version are shown and compared; people look for the wrong one" "Make key and version of the index equal to name and version of meta.yaml" "IDX-15";
    IDX219 "addon-description-differs" Info "The index describes the addon otherwise than the addon itself" "Which of the two texts is shown depends on whether the addon could be loaded" "Copy the description of meta.yaml into the index" "IDX-16";
    IDX220 "addon-id-shared" Error "Two addons of one repository have the same id" "Helm Broker registers at most one of them, and then counts the whole configuration as failed" "Give each addon, and each version of an addon, an id of its own" "Helm Broker conflict rules, CON-01";
    IDX221 "plan-id-shared" Warning "Plans of two addons have the same id" "The service catalogue knows a plan by its id alone and refuses the second" "Give each plan a new UUID" "service-catalog, PLAN-11";
    IDX222 "addon-chart-shared" Error "Two addons hold a chart of the same name and version with different content" "Helm Broker keeps charts by name and version: one overwrites the other, and removing one addon removes the chart of both" "Give one of the charts another name or version" "Helm Broker chart storage, CHART-10";
}
