//! Rules about Kyma addons: metadata, plans, schemas, binding, docs.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Addon:
    ADD001 "missing-meta" Error "The addon has no meta.yaml" "Helm Broker refuses the addon, and with it the whole configuration" "Add meta.yaml with id, name, version, description and displayName" "Helm Broker loader";
    ADD002 "addon-yaml-syntax" Error "A YAML file of the addon is not well-formed" "Helm Broker refuses the addon at this file and looks at nothing else" "Mend the text at this place" "Helm Broker loader";
    ADD003 "addon-field-type" Error "A field has a value of the wrong type" "Helm Broker cannot decode the file and refuses the addon" "Write the type that the message names; quotes make text, their absence makes numbers and booleans" "Helm Broker loader";
    ADD004 "empty-meta" Error "The addon's meta.yaml is empty" "Helm Broker refuses the addon: its metadata is missing" "Write id, name, version, description and displayName into it" "Helm Broker form";
    ADD005 "addon-field-missing" Error "A field that every addon needs is missing or empty" "Helm Broker refuses the addon" "Add the field with a text that is not empty" "Helm Broker form";
    ADD006 "addon-version-form" Error "The addon's version is no semantic version" "Helm Broker refuses the addon" "Write a version of up to three numbers such as 1.2.3" "Helm Broker form";
    ADD007 "addon-empty-tag" Warning "The list of tags holds an empty tag" "The catalogue shows a tag without a name" "Remove the surplus comma, or the field" "Helm Broker form";
    ADD008 "addon-reserved-label" Warning "A label uses a name that Helm Broker reserves" "Its value is overwritten at run time without a word" "Remove the label; for provisionOnlyOnce use the field of that name" "Helm Broker catalogue";
    ADD009 "addon-value-coerced" Warning "YAML changes an unquoted value into another text" "Helm Broker and the catalogue see the changed text" "Put the value in quotes" "YAML 1.1 as Helm Broker reads it";
    ADD010 "addon-identity-length" Warning "An id or a name is longer than 63 bytes" "The service catalogue refuses it, and one refused class stops the catalogue of the whole broker" "Shorten it to 63 bytes" "service-catalog";
    ADD011 "addon-unknown-field" Warning "A field is unknown to Helm Broker" "It has no effect; it may be misspelt" "Mend the spelling or remove the field" "Helm Broker loader";
    ADD012 "addon-field-case" Warning "A field is written in another case than documented" "Helm Broker takes it in any case, other tools do not" "Write the field as documented" "Helm Broker loader";
    ADD013 "addon-repeated-field" Warning "A field is given twice" "The last one counts, the first is lost without a word" "Remove one of the two" "Helm Broker loader";
    ADD014 "addon-second-document" Warning "A file of the addon holds more than one YAML document" "Only the first one is read" "Keep one document in the file" "Helm Broker loader";
    ADD015 "addon-link-form" Warning "A link is not an absolute web address" "The catalogue shows a link or picture that leads nowhere" "Write it with https:// in front" "Helm Broker documentation";
    ADD016 "addon-unfinished-text" Warning "A text has blanks at its ends, or is a placeholder" "Names with blanks cannot be found by those without; placeholders look unfinished" "Remove the blanks, write the real text" "chartroom";
    ADD017 "addon-field-without-effect" Info "A field cannot have any effect" "Helm Broker has no way to update instances, and always reports bindings as retrievable" "Remove it, or keep it for other brokers" "Helm Broker catalogue";
    ADD018 "addon-id-form" Info "An id is no UUID" "The broker interface recommends UUIDs, because ids must be unique among all brokers of a cluster" "Make one with uuidgen, before anybody uses the addon: ids must never change" "Open Service Broker API";
    ADD019 "addon-name-form" Warning "A name holds other characters than letters, digits, dots and dashes" "The broker interface forbids it: command line tools take names as arguments" "Use letters, digits, dots and dashes; displayName may hold any text" "Open Service Broker API";
    ADD020 "addon-wrapped" Error "The content of the addon is inside a wrapping folder" "Helm Broker looks at the root only and finds no chart, plans and meta.yaml" "Put meta.yaml, chart and plans at the root of the archive, unlike a Helm package" "Helm Broker loader";
    ADD021 "addon-file-case" Error "A file or folder differs from the expected name in case or extension only" "Names are case-sensitive: Helm Broker does not see it" "Rename it as the message says" "Helm Broker loader";
    ADD022 "addon-stray-file" Warning "The addon holds a file that cannot have any effect" "Helm Broker passes over it; an old file name means that its content is lost" "Remove it, or rename it where the message names another name" "kyma issue 592";
    ADD030 "addon-chart-missing" Error "The addon has no chart" "Helm Broker refuses an addon without exactly one folder below chart" "Put the chart's folder below chart" "Helm Broker loader";
    ADD031 "addon-chart-several" Error "The addon has more than one chart" "Helm Broker refuses the addon; all plans share one chart" "Keep one folder below chart; put others below its charts folder" "Helm Broker loader";
    ADD032 "addon-chart-version" Error "Helm Broker does not understand the chart's version" "It parses it with an older library than Helm and refuses the addon" "Write a version of up to three numbers such as 1.2.3" "Helm Broker form";
    ADD033 "addon-chart-folder" Warning "The chart's folder is not named after the chart" "The documentation asks for it; people look for the chart under its name" "Rename the folder" "Helm Broker documentation";
    ADD040 "addon-plans-missing" Error "The addon has no plan" "Helm Broker refuses an addon without a plan" "Add a folder below plans with a meta.yaml" "Helm Broker loader";
    ADD041 "plan-meta-missing" Error "A plan has no meta.yaml" "Helm Broker refuses the addon" "Add meta.yaml with id, name, description and displayName, or remove the folder" "Helm Broker loader";
    ADD042 "plan-meta-empty" Error "A plan's meta.yaml is empty" "Helm Broker refuses the addon: the plan's metadata is missing" "Write id, name, description and displayName into it" "Helm Broker form";
    ADD043 "plan-field-missing" Error "A field that every plan needs is missing or empty" "Helm Broker refuses the addon" "Add the field with a text that is not empty" "Helm Broker form";
    ADD044 "plan-id-repeated" Warning "Two plans of the addon have the same id" "One of the two disappears without a word" "Give the plan a new UUID" "Helm Broker form";
    ADD045 "plan-name-repeated" Warning "Two plans of the addon have the same name" "The service catalogue cannot tell them apart and refuses one" "Give one of them another name" "service-catalog";
    ADD046 "plan-folder-name" Info "A plan's folder is not named after the plan" "Nothing depends on it; people look for the plan under its name" "Rename the folder" "chartroom";
    ADD047 "plan-values-shape" Error "A plan's values.yaml is not a mapping" "Helm Broker refuses the addon" "Write values as keys and values, or empty the file" "Helm Broker loader";
    ADD060 "schema-size" Error "A schema file has 64 KiB or more" "Helm Broker refuses the addon" "Shorten descriptions, or reuse parts by $ref to definitions" "Helm Broker loader";
    ADD061 "schema-not-json" Error "A schema is not well-formed JSON" "Helm Broker refuses the addon" "Mend the text at this place; comments, trailing commas and byte order marks are not JSON" "Helm Broker loader";
    ADD062 "schema-not-object" Error "A schema is not a JSON object" "Helm Broker refuses the addon; an empty schema is {}" "Write an object at the top" "Helm Broker loader";
    ADD063 "schema-keyword-type" Error "A keyword of a schema has a value that Helm Broker cannot decode" "It knows the types of JSON Schema draft 4 only, and whole numbers only, and refuses the addon" "Write the draft 4 form that the message names" "Helm Broker loader";
    ADD064 "schema-keyword-lost" Warning "A keyword of a schema is dropped" "Helm Broker keeps what it knows of draft 4 and drops the rest, so the catalogue shows and checks less than is written" "Express it with draft 4 keywords, for example an enum of one value for const" "Helm Broker model";
    ADD065 "schema-remote-reference" Warning "A schema refers to another document" "The broker interface forbids external references; the catalogue cannot resolve them" "Put the part below definitions and refer to it by #/definitions/…" "Open Service Broker API";
    ADD066 "schema-required-unknown" Warning "A schema requires a property that it does not define" "Forms cannot offer the property, so nobody can fill in a valid request" "Define the property, or take it out of required" "chartroom";
    ADD067 "schema-default-invalid" Warning "A default does not fit its own type or enum" "Whoever accepts the default sends an invalid request" "Choose a default that fits" "chartroom";
    ADD068 "schema-unused" Info "A schema can never be used" "Helm Broker refuses bind requests with parameters and knows no updates" "Remove it, or keep it for other brokers" "Helm Broker bind";
    ADD070 "bind-missing" Error "A bindable plan has no bind.yaml" "Helm Broker refuses the addon" "Add bind.yaml with the credentials, or set bindable: false in the plan" "Helm Broker form";
    ADD071 "bind-inherited-missing" Warning "A plan inherits bindability from its addon and has no bind.yaml" "The addon is accepted, and every binding then fails" "Add bind.yaml, or set bindable: false in the plan" "Helm Broker bind";
    ADD072 "bind-unused" Warning "A plan has a bind.yaml but is not bindable" "The file is never used" "Set bindable: true, or remove the file" "chartroom";
    ADD073 "bind-syntax" Warning "bind.yaml is not well-formed" "The addon is accepted, and every binding then fails" "Mend the text at this place" "Helm Broker resolver";
    ADD074 "bind-repeated-credential" Warning "Two credentials of bind.yaml have the same name" "Every binding then fails" "Rename one of the two" "Helm Broker resolver";
    ADD075 "bind-source" Warning "A credential of bind.yaml has no usable source" "The addon is accepted, and every binding then fails" "Give exactly one source, with its name and key one level below it" "Helm Broker resolver";
    ADD076 "bind-value" Warning "A credential of bind.yaml has both a value and a source, or neither" "Only one of the two can win, and one with neither is passed over" "Write value or valueFrom" "Helm Broker resolver";
    ADD077 "bind-json-path" Warning "A JSON path of bind.yaml cannot be read" "The addon is accepted, and every binding then fails" "Write the path in braces, for example {.spec.ports[0].port}, and close every bracket and quote" "Helm Broker resolver";
    ADD080 "docs-not-one" Error "docs/meta.yaml does not have exactly one entry" "Helm Broker refuses the addon, also for none, although its message says: at most one" "Keep one entry below docs, or remove the file" "Helm Broker form";
    ADD081 "docs-template" Warning "The documentation of the addon is not described completely" "The addon is accepted, and its documentation is then refused by the cluster" "Give displayName, description and sources with type, name and mode" "Rafter AssetGroup";
    ADD082 "docs-missing" Info "Documentation and its description do not go together" "Documents without docs/meta.yaml are never shown; docs/meta.yaml without documents shows nothing" "Add the other part, or remove this one" "chartroom";
}
