//! Rules about package archives as such: gzip, tar, paths, sizes, and whether the index tells the truth about them.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Archive:
    PKG001 "not-gzip" Error "The package is not a gzip archive" "No client can open it; Helm and Helm Broker look at the first bytes and give up" "Upload the .tgz that `helm package` made" "Helm chart loader: content sniffing";
    PKG002 "web-page-instead" Error "A web page came instead of a package" "A login page, proxy or error page was stored or served under the package's name" "Open the URL in a browser, sign in or correct it, and publish the real .tgz" "Helm chart loader: content sniffing";
    PKG003 "broken-gzip" Error "The gzip stream is cut off or damaged" "Helm stops with an unexpected end of file, so nothing of the chart is installed" "Package and upload it again, then compare the sizes" "Helm chart loader";
    PKG004 "broken-tar" Error "The tar inside the package is cut off or damaged" "Clients stop at the fault and refuse the package" "Package and upload it again" "Helm chart loader";
    PKG005 "empty-archive" Error "The package holds no file" "Helm refuses an archive without files" "Run `helm package` on the chart's folder, not on an empty one" "Helm chart loader";
    PKG006 "absolute-path" Error "A member of the archive has an absolute path" "Helm refuses the whole archive; careless unpackers would write outside their folder" "Pack with paths relative to the chart's parent folder" "Helm chart loader: path checks";
    PKG007 "outside-root-folder" Error "A file lies outside the archive's root folder" "Helm refuses the whole archive: every file must be below one folder named after the chart" "Pack the chart's folder itself, as `helm package` does" "Helm chart loader: path checks";
    PKG008 "parent-path" Error "A member's path leads to a parent folder" "Helm refuses the whole archive, also for plain names that begin with two dots; careless unpackers would write outside their folder" "Remove or rename the member" "Helm chart loader: path checks";
    PKG009 "drive-letter" Error "A member's path names a Windows drive" "Helm refuses the whole archive" "Pack with relative paths" "Helm chart loader: path checks";
    PKG010 "chart-yaml-as-folder" Error "The archive's root folder is called Chart.yaml" "Helm refuses it: the root must be the chart's folder" "Pack the chart's folder itself, as `helm package` does" "Helm chart loader: path checks";
    PKG011 "file-too-large" Error "A file in the archive is larger than 5 MiB" "Helm 3.17.3 and later refuse the whole archive" "Take big files out of the chart, for example with .helmignore" "Helm chart loader: CVE-2025-32386";
    PKG012 "archive-too-large" Error "The archive unpacks to more than 100 MiB" "Helm 3.17.3 and later refuse it, as a guard against decompression bombs" "Take big files out of the chart" "Helm chart loader: CVE-2025-32386";
    PKG013 "too-many-files" Error "The archive has more members than chartroom reads" "An archive of tens of thousands of members is an attack or an accident; what comes after the limit was not looked at" "Pack only the chart; check for a swallowed cache or dependency folder" "chartroom: archive limits";
    PKG014 "compression-bomb" Warning "The archive unpacks to an absurd multiple of its size" "Real charts unpack to some ten times their size; such a ratio is how decompression bombs look. Helm takes it up to 100 MiB" "Find the file of repeated bytes and remove it" "chartroom: archive limits";
    PKG015 "nested-too-deep" Error "Archives are nested too deep in the package" "Helm gives each nested archive a fresh budget, so nesting multiplies what one package can cost" "Flatten the sub-charts" "chartroom: archive limits";
    PKG016 "package-too-large" Error "The package itself is larger than chartroom reads" "Nothing of it was looked at" "Take big files out of the package" "chartroom: archive limits";
    PKG017 "link-member" Warning "The archive holds a link" "Links are never followed: Helm sees an empty file, Helm Broker drops it, so what it stands for is missing" "Replace the link by a copy of what it points to" "Helm chart loader, Helm Broker";
    PKG018 "special-member" Warning "The archive holds a device, pipe or other special member" "No client uses it: Helm sees an empty file, Helm Broker drops it" "Remove it from the package" "Helm chart loader, Helm Broker";
    PKG019 "duplicate-member" Warning "Two members of the archive have the same path" "Clients disagree on which one counts: Helm merges Chart.yaml and keeps both templates, others keep the last" "Pack each file once" "Helm chart loader, Helm Broker loader";
    PKG020 "backslash-path" Warning "A member's path is written with backslashes" "Helm turns them into slashes, other unpackers make one oddly named file of it" "Pack on a system, or with a tool, that writes slashes" "Helm chart loader: path checks";
    PKG021 "several-root-folders" Warning "The archive has more than one root folder" "Helm drops the first part of every path, so files of different folders are mixed into one chart" "Pack exactly one folder" "Helm chart loader: path checks";
    PKG022 "trailing-data" Warning "Something follows the end of the archive" "Most clients ignore it, strict ones refuse the file, and its digest covers bytes that nobody reads" "Package again; do not append to a .tgz" "chartroom";
    PKG023 "odd-path" Warning "A member's path holds characters that do not belong into a file name" "Control characters and broken UTF-8 can forge terminal output and fail on other systems" "Rename the file" "chartroom";
    PKG024 "global-header" Info "The archive has a global PAX header" "Helm skips it; it shows that the package was made by `git archive` or another tool, not by `helm package`" "Nothing needs to be done; `helm package` writes none" "Helm chart loader";
    PKG025 "missing-folder-member" Error "The archive does not list the folder of a file" "Helm Broker does not create parent folders while unpacking, so it fails with: no such file" "Pack the addon with its folders, for example `tar -czf ../addon.tgz *`" "Helm Broker loader";
    PKG040 "digest-mismatch" Error "The index states another digest than the package has" "Flux and every careful client refuse it; somebody exchanged the package or the index is stale" "Rebuild the index entry from the package, or put the original package back" "Flux source-controller, Helm issue 7623";
    PKG041 "name-mismatch" Error "The chart in the package has another name than its index entry" "Clients find one chart and install another; Artifact Hub and OCI pushes refuse it" "Rebuild the index with `helm repo index`" "Artifact Hub tracker, helm push";
    PKG042 "version-mismatch" Error "The chart in the package has another version than its index entry" "Clients ask for one version and get another; upgrades and roll-backs go wrong" "Rebuild the index with `helm repo index`" "Artifact Hub tracker, helm push";
    PKG043 "file-name-mismatch" Info "The package's file is not called name-version.tgz" "Clients follow the URL, but provenance files, ChartMuseum and mirrors go by the file's name" "Name the file as `helm package` does" "helm package";
    PKG044 "root-folder-mismatch" Info "The archive's root folder is not named after the chart" "Helm drops the name; `helm pull --untar` and people look for the chart's name" "Pack the chart in a folder of its own name" "helm package";
}
