//! Registered repositories against each other.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Registration:
    REG001 "place-registered-twice" Warning "Two registered repositories are the same place" "Everything is shown twice, and in one addons configuration every addon collides with its twin" "Remove one of the two" "chartroom" [Ignores Ignores Ignores Ignores Ignores Ignores Ignores];
    REG002 "registered-name-taken" Error "Two registered repositories have the same name" "Helm refuses the second one; names that differ in case only are mixed up by people" "Rename one of the two" "helm repo add" [Refuses Refuses Ignores Ignores Ignores Ignores Ignores];
    REG003 "index-registered-twice" Info "Two registered repositories have the same index" "One is a mirror of the other, or leads to it; searches find everything twice" "Keep the one that you trust, unless the other one is meant as its mirror" "chartroom" [Ignores Ignores Ignores Ignores Ignores Ignores Ignores];
    REG004 "registered-as-other-kind" Error "A repository is registered as one of the other kind" "Helm Broker finds no addon at the places that a Helm index names, and Helm refuses an addon index" "Register it anew and leave the kind to its content" "Helm Broker client, Helm index loader" [Refuses Refuses Refuses Refuses Refuses Refuses Refuses];
    REG010 "addon-id-in-configuration" Error "Two repositories of one configuration have an addon with the same id" "Helm Broker takes the first one, refuses the second one and registers nothing of the configuration" "Give the addon an id of its own, or move one repository to another configuration" "Helm Broker conflict rules" [Unseen Unseen Refuses Unseen Unseen Unseen Unseen];
    REG011 "addon-in-other-configuration" Error "Two configurations have an addon of the same name and version" "Helm Broker leaves it to the configuration that was there first, and registers nothing of the other one" "Remove one of the two repositories, or raise the version of one addon" "Helm Broker conflict rules" [Unseen Unseen Refuses Unseen Unseen Unseen Unseen];
    REG012 "addon-id-in-other-configuration" Warning "Two configurations have addons with the same id and different versions" "Helm Broker does not compare ids there: whichever is registered last overwrites the other one" "Give each version of an addon an id of its own" "Helm Broker storage" [Unseen Unseen Loses Unseen Unseen Unseen Unseen];
    REG013 "addon-in-both-scopes" Info "An addon is registered for the cluster and for a namespace" "Both are shown in that namespace, and nobody can tell them apart" "Remove one of the two unless the namespace needs another version" "Helm Broker documentation" [Unseen Unseen Ignores Unseen Unseen Unseen Unseen];
    REG014 "addon-name-with-other-id" Info "Two repositories have addons of the same name and version with different ids" "The catalogue shows two tiles that look the same" "Rename one of them, or remove one repository" "Kyma console issue 1185" [Unseen Unseen Ignores Unseen Unseen Unseen Unseen];
    REG015 "addon-held-by-failed" Warning "An addon is held by a configuration that fails itself" "Helm Broker registers it from neither: the failed one blocks the name, although none of its addons is registered" "Mend or remove the configuration that fails" "Helm Broker conflict rules" [Unseen Unseen Refuses Unseen Unseen Unseen Unseen];
    REG016 "good-addons-hidden" Warning "One repository keeps good addons of its configuration from being registered" "Helm Broker registers all of a configuration or nothing" "Mend the repository, or move it to a configuration of its own" "Helm Broker controller" [Unseen Unseen Loses Unseen Unseen Unseen Unseen];
}
