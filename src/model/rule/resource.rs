//! Kubernetes objects that stand literally in charts.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Resource:
    KUB001 "removed-api" Warning "An object uses a Kubernetes API that is gone" "No supported cluster takes the object, so installing fails; Helm lint only warns" "Write the API version that takes its place" "Kubernetes deprecation guide, Helm lint" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB002 "deprecated-api" Warning "An object uses a Kubernetes API that is deprecated" "A later cluster will refuse it" "Write the API version that takes its place" "Kubernetes deprecation guide, Helm lint" [Warns Warns Ignores Ignores Ignores Ignores Ignores];
    KUB003 "object-name-invalid" Warning "An object's name is not allowed for its kind" "The cluster refuses the object, so installing fails; Helm lint only warns" "Correct the name" "Helm lint, Kubernetes object names" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB004 "manifest-not-yaml" Error "A plain document of a template is not valid YAML" "Helm cannot install the chart" "Mend the syntax at the place named" "Helm lint" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB005 "object-without-kind" Error "A document of a template is no object with apiVersion and kind" "Helm cannot tell what it is, and installing fails" "Add what is missing, or move the text out of the manifest" "helm install" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB006 "workload-without-selector" Error "A workload has no selector" "Helm lint refuses it, and the cluster does as well" "Add spec.selector with matchLabels" "Helm lint, Kubernetes apps/v1" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB007 "metadata-value-not-text" Error "A name, label or annotation has a number or boolean as its value" "Helm cannot read the object, and the cluster would refuse it" "Put the value in quotes" "Helm, Kubernetes object metadata" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB008 "selector-without-label" Error "A workload selects a label that its pods do not have" "The cluster refuses it" "Give the pods the labels that are selected" "Kubernetes apps/v1" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB009 "resource-policy-in-list" Error "An item of a List has a resource policy" "Helm lint refuses it: the policy of an item is not seen" "Write the objects as documents of their own" "Helm lint" [Warns Warns Ignores Ignores Ignores Ignores Ignores];
    KUB010 "unknown-hook" Warning "An object is a hook of a kind that Helm does not know" "Helm leaves the object out without a word" "Write a hook that Helm knows, such as pre-install" "Helm hooks" [Loses Loses Loses Loses Loses Ignores Ignores];
    KUB011 "unknown-hook-delete-policy" Warning "A hook has a delete policy that Helm does not know" "Helm ignores it, so that the object stays" "Write before-hook-creation, hook-succeeded or hook-failed" "Helm hooks" [Loses Loses Loses Loses Loses Ignores Ignores];
    KUB012 "hook-weight-not-text" Error "The weight of a hook is written as a number" "Annotations are texts: Helm cannot read the object" "Put the weight in quotes" "Helm hooks" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB013 "hook-weight-invalid" Warning "The weight of a hook is no whole number" "Helm takes it for 0 without a word" "Write a whole number in quotes" "Helm hooks" [Loses Loses Loses Loses Loses Ignores Ignores];
    KUB014 "object-twice" Error "Two templates render the same object" "Installing fails, or one of the two silently wins" "Remove or rename one of the two" "helm install" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB015 "old-api-when-enabled" Info "An object that is off by default uses a Kubernetes API that is deprecated or gone" "Clusters refuse it for whoever turns it on, now or later" "Write the API version that takes its place" "Kubernetes deprecation guide" [Ignores Ignores Ignores Ignores Ignores Ignores Ignores];
    KUB020 "action-in-crd" Warning "A definition below crds holds an action" "Helm does not render this folder: the braces reach the cluster as they are, which refuses them" "Write the text itself, or move the definition to templates" "Helm chart best practices" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB021 "crd-name" Error "A custom resource definition is not named by its plural and group" "The cluster refuses it" "Name it PLURAL.GROUP" "Kubernetes apiextensions" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB022 "crd-storage" Error "A custom resource definition does not have exactly one stored version" "The cluster refuses it" "Write storage: true for one version, and false for the others" "Kubernetes apiextensions" [Fails Fails Fails Fails Fails Ignores Ignores];
    KUB023 "crd-without-schema" Error "A version of a custom resource definition has no schema" "The cluster refuses it: apiextensions.k8s.io/v1 needs one in each version" "Add schema with openAPIV3Schema" "Kubernetes apiextensions" [Fails Fails Fails Fails Fails Ignores Ignores];
}
