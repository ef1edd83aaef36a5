//! Rules about what is inside a chart.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Chart:
    CHT001 "missing-chart-yaml" Error "The package has no Chart.yaml" "Helm refuses to load a chart without it" "Put Chart.yaml into the chart's root folder" "Helm chart loader";
}
