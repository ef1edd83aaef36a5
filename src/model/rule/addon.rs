//! Rules about Kyma addons: metadata, plans, schemas, binding, docs.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Addon:
    ADD001 "missing-meta" Error "The addon has no meta.yaml" "Helm Broker refuses the addon, and with it the whole configuration" "Add meta.yaml with id, name, version, description and displayName" "Helm Broker loader, META-01";
}
