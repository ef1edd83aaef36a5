//! Local places, samples, and texts that lack their scheme.

use super::Case;

pub(super) const TEXTS: &[Case] = &[
    // Local.
    ("/srv/charts", "/srv/charts/index.yaml"),
    ("/srv/charts/", "/srv/charts/index.yaml"),
    ("/srv/charts/other.yaml", "/srv/charts/other.yaml"),
    ("./charts", "/srv/here/charts/index.yaml"),
    ("../charts/index.yaml", "/srv/charts/index.yaml"),
    ("charts", "/srv/here/charts/index.yaml"),
    ("index.yaml", "/srv/here/index.yaml"),
    (".", "/srv/here/index.yaml"),
    ("~/charts", "/home/me/charts/index.yaml"),
    ("~other/charts", "! "),
    ("file:///srv/my%20charts", "/srv/my charts/index.yaml"),
    ("file://localhost/srv/x", "/srv/x/index.yaml"),
    ("file://srv/x", "! file:///srv/x"),
    ("file:srv/x", "! file:///srv/x"),
    ("/srv/redis-1.0.0.tgz", "! /srv"),
    ("/srv/my charts", "/srv/my charts/index.yaml"),
    // Samples.
    ("sample://charts", "sample://charts"),
    ("sample://addons/index-2.yaml", "sample://addons/index-2.yaml"),
    ("sample://charts/index.yaml", "sample://charts"),
    ("sample://../etc", "! sample://charts"),
    // A scheme is missing.
    ("example.com/charts", "! https://example.com/charts"),
    ("example.com/charts/index.yaml", "! https://example.com/charts/index.yaml"),
    ("user:pw@example.com/charts", "! https://example.com/charts"),
    ("localhost:8080/charts", "! http://localhost:8080/charts"),
    ("10.0.0.1/charts", "! http://10.0.0.1/charts"),
    ("charts.example.com", "! https://charts.example.com"),
    ("user:p/w@example.com/x", "! "),
    ("C:\\charts", "/srv/here/C:\\charts/index.yaml"),
];
