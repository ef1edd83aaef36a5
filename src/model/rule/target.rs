//! Rules about a target as a whole: what was asked to be validated.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Target:
    TGT001 "unreachable" Error "The target could not be reached" "Nothing of it could be looked at" "Check the address, the network and the credentials" "chartroom" [Fails Fails Fails Fails Fails Fails Fails];
    TGT002 "unknown-content" Error "Nothing tells what the target is" "It has neither the marks of an index, nor those of a chart or an addon, so no rule fits" "Name a repository, an index file, a package, or the folder that holds Chart.yaml or meta.yaml; or state the kind" "chartroom" [Unseen Unseen Unseen Unseen Unseen Unseen Unseen];
    TGT003 "package-missing" Error "The index lists a package that is not there" "Whoever asks for this version gets an error" "Publish the package at the URL that the index names, or remove the entry" "chartroom" [Fails Fails Refuses Fails Fails Fails Skips];
    TGT004 "package-unreachable" Error "A package could not be fetched" "Nothing of it could be looked at; others may not get it either" "Check the URL of the entry, the network and the credentials" "chartroom" [Fails Fails Refuses Fails Fails Fails Skips];
    TGT005 "other-kind" Warning "The content looks like the other kind of repository" "It was read as the kind that was asked for, which may explain the other findings" "State the other kind, or leave it to the content" "chartroom" [Ignores Ignores Ignores Ignores Ignores Ignores Ignores];
    TGT006 "addons-over-plain-http" Warning "Addons are fetched over plain http" "Anyone on the way can exchange them, and Helm Broker refuses the URL outside its develop mode" "Serve them over https, or allow it with developMode for this repository" "Helm Broker, its table of schemes" [Unseen Unseen Refuses Unseen Unseen Unseen Unseen];
    TGT007 "index-over-plain-http" Warning "The index is fetched without encryption" "Anyone on the way can exchange it, and with it the packages that it names and their digests" "Serve the repository over https" "chartroom" [Ignores Ignores Unseen Ignores Ignores Ignores Ignores];
    TGT008 "archive-left-out" Warning "An archive of the bucket is not in the catalogue" "The catalogue is read from the archives themselves, and nothing could be read from this one" "Package the chart again with `helm package`, or remove the archive from the bucket" "chartroom" [Ignores Ignores Ignores Ignores Ignores Ignores Ignores];
    TGT009 "addon-archive-in-bucket" Warning "An addon lies in the bucket as an archive" "Helm Broker reads a bucket's addons as folders and does not find the archive" "Upload the files of the addon below a folder named as key and version" "Helm Broker, go-getter's S3 getter" [Unseen Unseen Refuses Unseen Unseen Unseen Unseen];
}
