//! Rules about what is inside a chart.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Chart:
    CHT001 "missing-chart-yaml" Error "The package has no Chart.yaml" "Helm refuses to load a chart without it" "Put Chart.yaml into the chart's root folder" "Helm chart loader";
    CHT002 "chart-yaml-not-yaml" Error "Chart.yaml is not valid YAML" "Helm refuses to load the chart" "Mend the syntax at the place named" "Helm chart loader, lint";
    CHT003 "chart-yaml-wrong-type" Error "A field of Chart.yaml has a value of the wrong kind" "Helm refuses to load the chart" "Write the kind of value that the field needs" "Helm chart loader, lint";
    CHT004 "chart-yaml-unknown-field" Warning "Chart.yaml has a field that Helm does not know" "Helm 4 warns, and the index of a repository with this chart may be refused; often a name is misspelt" "Remove the field, or correct its spelling" "Helm 4 lint, chart-testing schema";
    CHT005 "chart-yaml-duplicate-key" Warning "The same key stands twice in Chart.yaml" "Helm takes the last one without a word, Helm 4 lint warns" "Remove one of the two" "Helm 4 lint, chart-testing";
    CHT006 "chart-name-missing" Error "The chart has no name" "Helm refuses to load it" "Add name to Chart.yaml" "Helm chart validation, lint";
    CHT007 "chart-name-invalid" Error "The chart's name is a path" "Helm refuses to load it: such names were used to write outside the chart's folder" "Use a plain name" "Helm chart validation, lint, CVE-2026-35206";
    CHT008 "chart-api-version-missing" Error "Chart.yaml has no apiVersion" "Helm's loader takes the chart for v1, its lint refuses it" "Add apiVersion: v2" "Helm lint";
    CHT009 "chart-api-version-unknown" Error "The chart's apiVersion is neither v1 nor v2" "Helm lint refuses it, and Helm 4 does not install it" "Write apiVersion: v2" "Helm lint, Helm 4 loader";
    CHT010 "version-not-text" Error "The version is written as a number" "Helm turns it into text, which changes it: 1.10 becomes 1.1; its lint refuses it" "Put the version in quotes" "Helm lint, chart-testing";
    CHT011 "version-missing" Error "The chart has no version" "Helm refuses to load it" "Add version to Chart.yaml" "Helm chart validation, lint";
    CHT012 "version-invalid" Error "The chart's version is no semantic version" "Helm refuses to load it" "Write it like 1.2.3, with -rc.1 or +build if need be" "Helm chart validation, lint";
    CHT013 "version-zero" Error "The chart's version is not above 0.0.0-0" "Helm lint refuses it, and a search never finds it" "Raise the version" "Helm lint";
    CHT014 "app-version-not-text" Error "appVersion is written as a number" "Helm turns it into text, which may change it: 1.10 becomes 1.1; its lint refuses it" "Put appVersion in quotes" "Helm lint";
    CHT015 "metadata-not-text" Warning "A text of Chart.yaml is written as a number or boolean" "Helm turns it into text, which may not be the text that was meant; in an index it is refused" "Put the value in quotes" "Helm chart loader";
    CHT016 "maintainer-null" Error "A maintainer is empty" "Helm refuses to load the chart" "Remove the empty element" "Helm chart validation, lint";
    CHT017 "maintainer-without-name" Error "A maintainer has no name" "Helm lint refuses the chart" "Add the name" "Helm lint";
    CHT018 "maintainer-email" Error "A maintainer's email is no address" "Helm lint refuses the chart" "Correct the address, or leave it out" "Helm lint";
    CHT019 "maintainer-url" Error "A maintainer's url is no URL" "Helm lint refuses the chart" "Correct the URL, or leave it out" "Helm lint";
    CHT020 "source-url" Error "A source is no URL" "Helm lint refuses the chart" "Write a URL with its scheme, such as https://" "Helm lint";
    CHT021 "icon-missing" Info "The chart has no icon" "Catalogues show a placeholder" "Add icon with the URL of an image" "Helm lint";
    CHT022 "icon-url" Error "The icon is no URL" "Helm lint refuses the chart" "Write a URL with its scheme, such as https://" "Helm lint";
    CHT023 "type-needs-v2" Error "A chart of apiVersion v1 has a type" "Helm lint refuses it: v1 knows no types" "Write apiVersion: v2, or remove type" "Helm lint";
    CHT024 "dependencies-need-v2" Error "A chart of apiVersion v1 lists dependencies in Chart.yaml" "Helm lint refuses it: v1 keeps them in requirements.yaml" "Write apiVersion: v2, or move them to requirements.yaml" "Helm lint";
    CHT025 "type-invalid" Error "The chart's type is neither application nor library" "Helm refuses to load it" "Write type: application or type: library" "Helm chart validation";
    CHT026 "version-not-strict" Warning "The version is no strict semantic version" "Helm 4 warns, and OCI registries cannot hold it" "Write three numbers without v and leading zeros" "Helm 4 lint";
    CHT027 "dependency-null" Error "A dependency is empty" "Helm refuses to load the chart" "Remove the empty element" "Helm chart validation";
    CHT028 "alias-invalid" Error "A dependency's alias has forbidden characters" "Helm refuses to load the chart" "Use letters, digits, _ and - only" "Helm chart validation";
    CHT029 "chart-dependency-twice" Error "Two dependencies have one name" "Helm refuses to load the chart" "Give one of them an alias" "Helm chart validation, lint";
    CHT030 "values-missing" Info "The chart has no values.yaml" "Nobody can see what can be set" "Add values.yaml with the defaults" "Helm lint";
    CHT031 "values-not-yaml" Error "values.yaml is not valid YAML" "Helm refuses to load the chart" "Mend the syntax at the place named" "Helm chart loader, lint";
    CHT032 "values-not-a-mapping" Error "values.yaml does not hold a mapping" "Helm refuses to load the chart" "Write the defaults as keys with values" "Helm chart loader, lint";
    CHT033 "values-several-documents" Info "values.yaml holds several YAML documents" "Helm merges them; most other tools read only the first" "Merge them into one" "Helm chart loader";
    CHT034 "values-duplicate-key" Warning "The same key stands twice in values.yaml" "Helm takes the last one without a word" "Remove one of the two" "chart-testing";
    CHT035 "values-schema-not-json" Error "values.schema.json is not valid JSON" "Helm neither packages nor lints the chart" "Mend the syntax at the place named" "helm package, Helm lint";
    CHT036 "values-schema-shape" Error "values.schema.json is neither an object nor a boolean" "Helm cannot compile it, so installing fails" "Write a JSON Schema" "Helm lint";
    CHT037 "requirements-not-yaml" Error "requirements.yaml cannot be read" "Helm refuses to load the chart" "Mend it at the place named" "Helm chart loader";
    CHT038 "requirements-with-v2" Warning "A chart of apiVersion v2 has a requirements.yaml" "Helm warns, and it overrides the dependencies of Chart.yaml" "Move the dependencies to Chart.yaml and remove the file" "Helm chart loader";
    CHT039 "templates-missing" Warning "The chart has no templates" "Helm 4 warns: it installs nothing of its own" "Add templates, unless the chart only groups others" "Helm 4 lint";
    CHT040 "templates-not-a-folder" Error "templates is a file" "Helm 4 lint refuses it, Helm 3 warns" "Make it a folder" "Helm lint";
    CHT041 "template-extension" Error "A file under templates has another ending than .yaml, .yml, .tpl or .txt" "Helm lint refuses the chart, and Helm renders the file all the same" "Move the file out of templates" "Helm lint";
    CHT042 "crd-install-hook" Warning "A template uses the crd-install hook" "Helm 3 and 4 ignore it, so the definition is not installed first" "Move the definition to crds/" "Helm 3 lint";
    CHT043 "release-time" Error "A template uses .Release.Time" "Helm 3 removed it, so the template renders an empty value" "Use the function now" "Helm 3 lint";
    CHT044 "undeclared-subchart" Error "A chart below charts is not declared as a dependency" "Helm lint refuses it; the chart is installed all the same" "Declare it under dependencies, or remove it" "Helm lint";
    CHT045 "missing-subchart" Warning "A declared dependency is not below charts" "The chart cannot be installed as it is" "Run `helm dependency build` before packaging" "Helm lint";
    CHT046 "stray-file-in-charts" Error "A file below charts belongs to no chart" "Helm takes it for a chart without Chart.yaml and refuses the whole chart" "Remove the file, or let its name begin with _ or a dot" "Helm chart loader";
    CHT047 "broken-subchart" Error "A chart below charts does not load" "Helm refuses the whole chart" "Mend the sub-chart, or remove it" "Helm chart loader";
    CHT048 "crds-not-a-folder" Error "crds is a file" "Helm 4 lint refuses it, and no definition is installed" "Make it a folder" "Helm 4 lint";
    CHT049 "crd-not-yaml" Error "A file under crds is not YAML" "Helm does not render this folder, so a templated file cannot be installed" "Write plain YAML, or move the file to templates" "Helm 4 lint";
    CHT050 "crd-api-version" Error "An object under crds has an apiVersion other than apiextensions.k8s.io" "Helm 4 lint refuses it: only custom resource definitions belong there" "Move the object to templates" "Helm 4 lint";
    CHT051 "crd-kind" Error "An object under crds is no custom resource definition" "Helm 4 lint refuses it: only custom resource definitions belong there" "Move the object to templates" "Helm 4 lint";
    CHT052 "helmignore-double-star" Error "A rule of .helmignore has a double star" "Helm does not support it and refuses to load the folder" "Write one rule for each level" "Helm ignore rules";
    CHT053 "helmignore-pattern" Error "A rule of .helmignore is no pattern" "Helm refuses to load the folder" "Close brackets, and end no rule with a backslash" "Helm ignore rules";
    CHT054 "chart-yaml-is-a-folder" Error "Chart.yaml is a folder" "Helm refuses to load the chart" "Make it a file" "Helm lint";
    CHT055 "deceptive-metadata" Warning "A text of Chart.yaml holds control or direction characters" "They can forge what a terminal shows; Helm removes them since 3.5.2, other tools do not" "Remove them" "Helm, GHSA-c38g-469g-cmgx";
    CHT056 "field-twice-in-cases" Warning "A field of Chart.yaml is written twice, in different cases" "Helm reads field names without regard to case, so one of the two silently wins" "Keep one of them" "Go YAML decoding, as Helm reads";
    CHT057 "chart-file-not-utf8" Error "A YAML file of the chart is not UTF-8 text" "Helm refuses to load the chart" "Save the file as UTF-8" "Helm chart loader";
    CHT058 "chart-yaml-second-document" Warning "Chart.yaml holds more than one YAML document" "Helm reads only the first" "Merge them into one" "Helm chart loader";
    CHT059 "dependency-without-name" Warning "A dependency has no name" "No client can find the chart that is meant" "Add the name" "helm dependency";
    CHT060 "subcharts-nested-too-deep" Error "Charts are nested deeper than chartroom reads" "What lies deeper was not looked at" "Flatten the sub-charts" "chartroom: archive limits";
    CHT061 "dependency-constraint" Warning "A dependency's version is no constraint" "`helm dependency build` and `update` fail with: invalid version or constraint format" "Write a version or a range such as ^1.2.0 or >=1.0.0 <2.0.0" "helm dependency";
    CHT062 "kube-version-constraint" Warning "kubeVersion is no constraint" "Helm cannot compare it with the cluster's version, so installing fails" "Write a range such as >=1.25.0-0" "helm install";
}
