//! Small inputs that are worth damaging.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

pub(crate) const INDEXES: &[&[u8]] = &[
    b"apiVersion: v1\ngenerated: \"2024-01-02T03:04:05.678Z\"\nentries:\n  redis:\n  - &a\n    apiVersion: v2\n    name: redis\n    version: 1.0.0\n    appVersion: \"7\"\n    created: \"2024-01-02T03:04:05Z\"\n    digest: aaaa\n    urls: [https://example.org/redis-1.0.0.tgz]\n    maintainers:\n    - {name: ann, email: ann@example.org}\n    annotations: {category: database}\n    dependencies:\n    - {name: common, version: 1.x.x, repository: \"https://example.org\"}\n  - <<: *a\n    version: 1.0.1-rc.1+build\n  valkey:\n  - name: valkey\n    version: v2\n    deprecated: true\n    keywords: [a, b]\n",
    br#"{"apiVersion":"v1","entries":{"redis":[{"name":"redis","version":"1.0.0","urls":["redis-1.0.0.tgz"],"created":"2024-01-02T03:04:05Z"}]}}"#,
    b"apiVersion: v1\nentries:\n  redis:\n    - name: redis\n      version: 0.0.1\n      description: >-\n        A store\n        of keys\n  testing:\n    - name: testing\n      description: \"\\u00e4 test\"\n      version: 0.0.2\n",
];

pub(crate) const CHARTS: &[&[u8]] = &[
    b"-- Chart.yaml\napiVersion: v2\nname: redis\nversion: 1.0.0\nappVersion: \"7.2\"\ntype: application\nkubeVersion: \">=1.22.0-0\"\nicon: https://example.org/icon.png\nkeywords: [store]\nmaintainers:\n- name: ann\n  email: ann@example.org\ndependencies:\n- name: common\n  version: 1.x.x\n  repository: https://example.org\n  condition: common.enabled\n  alias: base\n  import-values: [a, {child: b, parent: c}]\nannotations:\n  artifacthub.io/category: database\n  artifacthub.io/changes: |\n    - kind: fixed\n      description: A fault\n      links:\n      - name: issue\n        url: https://example.org/1\n    - Text\n  artifacthub.io/images: |\n    - name: redis\n      image: docker.io/redis:7\n      platforms: [linux/amd64]\n  artifacthub.io/signKey: |\n    fingerprint: 5E615389B53CA37F0EE60BD3843BBF981FC18762\n    url: https://example.org/key\n-- Chart.lock\ndependencies:\n- name: common\n  repository: https://example.org\n  version: 1.2.3\ndigest: sha256:aaaa\ngenerated: \"2024-01-02T03:04:05Z\"\n-- values.yaml\n# comment\nimage:\n  repository: redis\n  tag: \"7\"\ncommon: {enabled: true}\nports: &p [80, 443]\nothers: *p\n-- values.schema.json\n{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\", \"properties\": {\"image\": {\"$ref\": \"#/definitions/image\"}}, \"definitions\": {\"image\": {\"type\": \"object\", \"required\": [\"tag\"], \"properties\": {\"tag\": {\"pattern\": \"^[0-9]+$\"}}}}}\n-- templates/_helpers.tpl\n{{- define \"redis.name\" -}}{{ .Chart.Name | trunc 63 | trimSuffix \"-\" }}{{- end }}\n-- templates/deployment.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include \"redis.name\" . }}\nspec:\n  selector:\n    matchLabels: {app: redis}\n  template:\n    metadata:\n      labels: {app: redis}\n    spec:\n      containers:\n      - name: redis\n        image: \"{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}\"\n{{- range $i, $p := .Values.ports }}\n      # {{ $i }} {{ $p }}\n{{- end }}\n-- crds/store.yaml\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: stores.example.org}\n-- charts/common/Chart.yaml\napiVersion: v2\nname: common\nversion: 1.2.3\ntype: library\n-- .helmignore\n*.bak\n!keep.bak\n/docs/\n",
    b"-- Chart.yaml\napiVersion: v1\nname: old\nversion: 0.1.0\n-- requirements.yaml\ndependencies:\n- name: a\n  version: ~1.0\n  repository: \"@stable\"\n-- values.yaml\n{}\n-- templates/NOTES.txt\n{{ if eq .Values.a \"b\" }}x{{ else if not .Values.c }}y{{ else }}z{{ end }}\n",
];

pub(crate) const ADDONS: &[&[u8]] = &[
    b"-- meta.yaml\nname: redis\nversion: 1.0.0\nid: 6d3c1bd4-1b1e-4b0a-9f4e-3c7b1c2d3e4f\ndescription: A store\ndisplayName: Redis\ntags: a, b\nbindable: true\nlabels: {local: \"true\"}\n-- docs/meta.yaml\ndocs:\n- template:\n    displayName: Documentation\n    sources:\n    - type: markdown\n      name: markdown-files\n      mode: package\n      url: https://example.org/docs.tar.gz\n-- plans/micro/meta.yaml\nname: micro\nid: 7d3c1bd4-1b1e-4b0a-9f4e-3c7b1c2d3e4f\ndescription: Small\ndisplayName: Micro\nfree: true\n-- plans/micro/values.yaml\na: 1\n-- plans/micro/create-instance-schema.json\n{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\"}}}\n-- plans/micro/bind.yaml\ncredential:\n- name: HOST\n  value: {{ template \"redis.fullname\" . }}.{{ .Release.Namespace }}\n- name: PASSWORD\n  valueFrom:\n    secretKeyRef: {name: x, key: y}\n-- chart/redis/Chart.yaml\napiVersion: v1\nname: redis\nversion: 0.0.1\n-- chart/redis/values.yaml\na: 1\n-- chart/redis/templates/a.yaml\nkind: Secret\n",
];

pub(crate) const TEMPLATES: &[&[u8]] = &[
    b"{{- if and .Values.image.tag (eq (len .Values.image.tag) 1) -}}\nkind: Secret\ndata:\n  a: {{ printf \"%s-%d\" \"x\" 1 | b64enc | quote }}\n{{- with $x := index .Values \"image\" }}\n  b: {{ $x.tag | default `raw` | toYaml | nindent 4 }}\n{{- else }}\n{{/* comment */}}\n{{- end }}\n{{- end }}\n",
    b"{{ define \"a\" }}{{ template \"a\" . }}{{ end }}{{ block \"b\" .Values }}{{ range $k, $v := . }}{{ break }}{{ continue }}{{ else }}{{ end }}{{ end }}",
    b"apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata:\n  name: A_b\n  annotations: {helm.sh/hook: crd-install}\n---\napiVersion: apps/v1\nkind: Deployment\nspec: {}\n",
    b"{{ $a := dict \"k\" (list 1 2.5e3 0x1F 'x' true nil) }}{{ $a.k.z }}{{ (tpl \"{{ .Values.b }}\" .).c }}{{ lookup \"v1\" \"Secret\" \"\" \"\" }}",
];

pub(crate) const LOCATIONS: &[&[u8]] = &[
    b"https://user:word@example.org:8443/charts/index.yaml?token=x&ref=y#z",
    b"git::https://github.com/kyma-project/addons.git//addons/index.yaml?ref=main&depth=1",
    b"git::ssh://git@example.org:22/r.git//a/b/index.yaml?sshkey={key}",
    b"git@github.com:owner/name.git//index.yaml",
    b"s3::https://s3.eu-central-1.amazonaws.com/bucket/path/index.yaml?aws_access_key_id=a",
    b"s3://bucket/prefix",
    b"github.com/owner/name//addons/index.yaml",
    b"file:///home/ann/charts/index.yaml",
    b"~/charts/{folder}/index.yaml",
    b"oci://ghcr.io/owner/chart:1.0.0@sha256:aaaa",
];

pub(crate) const MANIFESTS: &[&[u8]] = &[
    b"apiVersion: addons.kyma-project.io/v1alpha1\nkind: AddonsConfiguration\nmetadata: {name: mine, namespace: stage, labels: {a: b}}\nspec:\n  reprocessRequest: 1\n  repositories:\n  - url: https://example.org/{folder}/index.yaml\n    secretRef: {name: data, namespace: stage}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: data, namespace: stage}\ntype: Opaque\ndata:\n  folder: Y2hhcnRz\nstringData:\n  password: word\n",
    b"apiVersion: v1\nkind: List\nitems:\n- apiVersion: addons.kyma-project.io/v1alpha1\n  kind: ClusterAddonsConfiguration\n  metadata:\n    name: all\n  spec:\n    repositories:\n    - url: github.com/a/b//index.yaml?ref=main\n",
];

pub(crate) const PROVENANCE: &[&[u8]] = &[
    b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\napiVersion: v1\nname: hashtest\nsources:\n- - https://example.org\nversion: 1.2.3\n\n...\nfiles:\n  hashtest-1.2.3.tgz: sha256:aaaa\n-----BEGIN PGP SIGNATURE-----\n\niHUEARYKAB0WIQTHGFt/Wb3RtcU3pyZmc2lnbmVkYnkFAmUAAAAACgkQZmc2lnbm\nVkYnkFAQDkYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZnaGlqa2wD/1\n=AAAA\n-----END PGP SIGNATURE-----\n",
    b"\x99\x00\x33\x04\x65\x00\x00\x00\x16\x09\x2b\x06\x01\x04\x01\xda\x47\x0f\x01\x01\x07\x40aaaaaaaabbbbbbbbccccccccdddddddd\xb4\x05a <b>",
    b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZQAAABYJKwYBBAHaRw8BAQdAYWFhYWFhYWFiYmJiYmJiYmNjY2NjY2NjZGRk\nZGRkZGQ=\n-----END PGP PUBLIC KEY BLOCK-----\n",
    b"repositoryID: 05f5fe20-d21b-4413-8327-715958b51bde\nowners:\n- name: ann\n  email: ann@example.org\nignore:\n- name: redis\n  version: 1.*-rc\n",
];

pub(crate) const POLICIES: &[&[u8]] = &[
    b"select: [IDX, STY001]\nignore: [CHT]\nseverity: {IDX010: warning}\nexcept:\n- rules: [IDX010]\n  files: ['*.yaml']\n  reason: known\n",
    b"# chartroom:ignore IDX010 known for long\napiVersion: v1 # chartroom:ignore IDX\nentries: {}\n",
    br#"{"version": 1, "findings": [{"rule": "IDX010", "file": "index.yaml", "message": "twice", "count": 1}]}"#,
];

/// A chart as `helm package` makes it, not yet packed.
pub(crate) fn tar() -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, content) in [
        ("redis/Chart.yaml", "apiVersion: v2\nname: redis\nversion: 1.0.0\n"),
        ("redis/values.yaml", "a: 1\n"),
        ("redis/templates/a.yaml", "kind: {{ .Values.a }}\n"),
    ] {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append_data(&mut header, path, content.as_bytes()).expect("memory takes all");
    }
    tar.into_inner().expect("memory takes all")
}

pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("memory takes all");
    packed.finish().expect("memory takes all")
}
