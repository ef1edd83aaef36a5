//! Rules about package archives as such: gzip, tar, paths, sizes.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Archive:
    PKG001 "not-gzip" Error "The package is not a gzip archive" "No client can open it; often a server answered with a web page" "Upload the .tgz that `helm package` made" "Helm chart loader";
}
