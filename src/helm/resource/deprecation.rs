//! When Kubernetes deprecates and removes its APIs, by its own release notes and API types.
//!
//! May import: nothing of the crate.

/// One kind of one API version. Versions are minor ones: 16 is Kubernetes 1.16; 0 where nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deprecation {
    /// API version.
    pub(super) api_version: &'static str,
    /// Kind.
    pub(super) kind: &'static str,
    /// Since when it is there.
    pub(super) introduced: u8,
    /// Since when it is deprecated.
    pub(super) deprecated: u8,
    /// Since when it is gone.
    pub(super) removed: u8,
    /// What takes its place, or nothing.
    pub(super) replacement: &'static str,
}

/// What is known of a kind of an API version, if it is deprecated at all.
pub(super) fn find(api_version: &str, kind: &str) -> Option<Deprecation> {
    let mut rows = TABLE.iter().chain(GONE);
    let row = rows.find(|row| row.0 == api_version && row.1 == kind)?;
    let (api_version, kind, introduced, deprecated, removed, replacement) = *row;
    Some(Deprecation { api_version, kind, introduced, deprecated, removed, replacement })
}

/// API version, kind, introduced, deprecated, removed, replacement.
type Row = (&'static str, &'static str, u8, u8, u8, &'static str);

/// What Kubernetes has no types for any more, by its deprecation guide and release notes.
#[rustfmt::skip]
const GONE: &[Row] = &[
    ("policy/v1beta1", "PodSecurityPolicy", 10, 21, 25, ""),
    ("policy/v1beta1", "PodSecurityPolicyList", 10, 21, 25, ""),
    ("extensions/v1beta1", "PodSecurityPolicy", 3, 11, 16, ""),
    ("extensions/v1beta1", "PodSecurityPolicyList", 3, 11, 16, ""),
    ("extensions/v1beta1", "ThirdPartyResource", 2, 7, 8, "apiextensions.k8s.io/v1 CustomResourceDefinition"),
    ("autoscaling/v2beta1", "HorizontalPodAutoscaler", 8, 22, 25, "autoscaling/v2 HorizontalPodAutoscaler"),
    ("autoscaling/v2beta1", "HorizontalPodAutoscalerList", 8, 22, 25, "autoscaling/v2 HorizontalPodAutoscalerList"),
    ("autoscaling/v2beta2", "HorizontalPodAutoscaler", 12, 23, 26, "autoscaling/v2 HorizontalPodAutoscaler"),
    ("autoscaling/v2beta2", "HorizontalPodAutoscalerList", 12, 23, 26, "autoscaling/v2 HorizontalPodAutoscalerList"),
    ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 7, 16, 22, "apiextensions.k8s.io/v1 CustomResourceDefinition"),
    ("apiregistration.k8s.io/v1beta1", "APIService", 7, 19, 22, "apiregistration.k8s.io/v1 APIService"),
    ("batch/v2alpha1", "CronJob", 5, 8, 21, "batch/v1 CronJob"),
    ("settings.k8s.io/v1alpha1", "PodPreset", 6, 20, 20, ""),
    ("auditregistration.k8s.io/v1alpha1", "AuditSink", 13, 19, 19, ""),
    ("rbac.authorization.k8s.io/v1alpha1", "ClusterRole", 5, 17, 23, "rbac.authorization.k8s.io/v1 ClusterRole"),
    ("rbac.authorization.k8s.io/v1alpha1", "ClusterRoleBinding", 5, 17, 23, "rbac.authorization.k8s.io/v1 ClusterRoleBinding"),
    ("rbac.authorization.k8s.io/v1alpha1", "Role", 5, 17, 23, "rbac.authorization.k8s.io/v1 Role"),
    ("rbac.authorization.k8s.io/v1alpha1", "RoleBinding", 5, 17, 23, "rbac.authorization.k8s.io/v1 RoleBinding"),
    ("scheduling.k8s.io/v1alpha1", "PriorityClass", 8, 14, 23, "scheduling.k8s.io/v1 PriorityClass"),
];

/// What Kubernetes still has types for.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("admission.k8s.io/v1beta1", "AdmissionReview", 9, 19, 22, "admission.k8s.io/v1 AdmissionReview"),
    ("admissionregistration.k8s.io/v1alpha1", "MutatingAdmissionPolicy", 32, 35, 38, ""),
    ("admissionregistration.k8s.io/v1alpha1", "MutatingAdmissionPolicyBinding", 32, 35, 38, ""),
    ("admissionregistration.k8s.io/v1alpha1", "MutatingAdmissionPolicyBindingList", 32, 35, 38, ""),
    ("admissionregistration.k8s.io/v1alpha1", "MutatingAdmissionPolicyList", 32, 35, 38, ""),
    ("admissionregistration.k8s.io/v1alpha1", "ValidatingAdmissionPolicy", 26, 29, 32, ""),
    ("admissionregistration.k8s.io/v1alpha1", "ValidatingAdmissionPolicyBinding", 26, 29, 32, ""),
    ("admissionregistration.k8s.io/v1alpha1", "ValidatingAdmissionPolicyBindingList", 26, 29, 32, ""),
    ("admissionregistration.k8s.io/v1alpha1", "ValidatingAdmissionPolicyList", 26, 29, 32, ""),
    ("admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicy", 34, 37, 40, "admissionregistration.k8s.io/v1 MutatingAdmissionPolicy"),
    ("admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicyBinding", 34, 37, 40, "admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicyBindingList", 34, 37, 40, "admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBindingList"),
    ("admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicyList", 34, 37, 40, "admissionregistration.k8s.io/v1 MutatingAdmissionPolicyList"),
    ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", 9, 16, 22, "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfigurationList", 9, 16, 22, "admissionregistration.k8s.io/v1 MutatingWebhookConfigurationList"),
    ("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy", 28, 31, 34, ""),
    ("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicyBinding", 28, 31, 34, ""),
    ("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicyBindingList", 28, 31, 34, ""),
    ("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicyList", 28, 31, 34, ""),
    ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration", 9, 16, 22, "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration"),
    ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfigurationList", 9, 16, 22, "admissionregistration.k8s.io/v1 ValidatingWebhookConfigurationList"),
    ("apidiscovery.k8s.io/v2beta1", "APIGroupDiscovery", 26, 32, 35, ""),
    ("apidiscovery.k8s.io/v2beta1", "APIGroupDiscoveryList", 26, 32, 35, ""),
    ("apps/v1beta1", "ControllerRevision", 7, 8, 16, "apps/v1 ControllerRevision"),
    ("apps/v1beta1", "ControllerRevisionList", 7, 8, 16, "apps/v1 ControllerRevisionList"),
    ("apps/v1beta1", "Deployment", 6, 8, 16, "apps/v1 Deployment"),
    ("apps/v1beta1", "DeploymentList", 6, 8, 16, "apps/v1 DeploymentList"),
    ("apps/v1beta1", "DeploymentRollback", 6, 8, 16, "apps/v1 DeploymentRollback"),
    ("apps/v1beta1", "Scale", 6, 8, 16, "autoscaling/v1 Scale"),
    ("apps/v1beta1", "StatefulSet", 5, 8, 16, "apps/v1 StatefulSet"),
    ("apps/v1beta1", "StatefulSetList", 5, 8, 16, "apps/v1 StatefulSetList"),
    ("apps/v1beta2", "ControllerRevision", 8, 9, 16, "apps/v1 ControllerRevision"),
    ("apps/v1beta2", "ControllerRevisionList", 8, 9, 16, "apps/v1 ControllerRevisionList"),
    ("apps/v1beta2", "DaemonSet", 8, 9, 16, "apps/v1 DaemonSet"),
    ("apps/v1beta2", "DaemonSetList", 8, 9, 16, "apps/v1 DaemonSetList"),
    ("apps/v1beta2", "Deployment", 8, 9, 16, "apps/v1 Deployment"),
    ("apps/v1beta2", "DeploymentList", 8, 9, 16, "apps/v1 DeploymentList"),
    ("apps/v1beta2", "ReplicaSet", 8, 9, 16, "apps/v1 ReplicaSet"),
    ("apps/v1beta2", "ReplicaSetList", 8, 9, 16, "apps/v1 ReplicaSetList"),
    ("apps/v1beta2", "Scale", 8, 9, 16, "autoscaling/v1 Scale"),
    ("apps/v1beta2", "StatefulSet", 8, 9, 16, "apps/v1 StatefulSet"),
    ("apps/v1beta2", "StatefulSetList", 8, 9, 16, "apps/v1 StatefulSetList"),
    ("authentication.k8s.io/v1alpha1", "SelfSubjectReview", 26, 29, 32, ""),
    ("authentication.k8s.io/v1beta1", "SelfSubjectReview", 27, 30, 33, ""),
    ("authentication.k8s.io/v1beta1", "TokenReview", 4, 19, 22, "authentication.k8s.io/v1 TokenReview"),
    ("authorization.k8s.io/v1beta1", "LocalSubjectAccessReview", 2, 19, 22, "authorization.k8s.io/v1 LocalSubjectAccessReview"),
    ("authorization.k8s.io/v1beta1", "SelfSubjectAccessReview", 2, 19, 22, "authorization.k8s.io/v1 SelfSubjectAccessReview"),
    ("authorization.k8s.io/v1beta1", "SelfSubjectRulesReview", 8, 19, 22, "authorization.k8s.io/v1 SelfSubjectRulesReview"),
    ("authorization.k8s.io/v1beta1", "SubjectAccessReview", 2, 19, 22, "authorization.k8s.io/v1 SubjectAccessReview"),
    ("batch/v1beta1", "CronJob", 8, 21, 25, "batch/v1 CronJob"),
    ("batch/v1beta1", "CronJobList", 8, 21, 25, "batch/v1 CronJobList"),
    ("certificates.k8s.io/v1alpha1", "ClusterTrustBundle", 26, 34, 37, ""),
    ("certificates.k8s.io/v1alpha1", "ClusterTrustBundleList", 26, 34, 37, ""),
    ("certificates.k8s.io/v1beta1", "CertificateSigningRequest", 12, 19, 22, "certificates.k8s.io/v1 CertificateSigningRequest"),
    ("certificates.k8s.io/v1beta1", "CertificateSigningRequestList", 12, 19, 22, "certificates.k8s.io/v1 CertificateSigningRequestList"),
    ("certificates.k8s.io/v1beta1", "ClusterTrustBundle", 33, 37, 40, "certificates.k8s.io/v1 ClusterTrustBundle"),
    ("certificates.k8s.io/v1beta1", "ClusterTrustBundleList", 33, 37, 40, "certificates.k8s.io/v1 ClusterTrustBundleList"),
    ("certificates.k8s.io/v1beta1", "PodCertificateRequest", 35, 37, 40, "certificates.k8s.io/v1 PodCertificateRequest"),
    ("certificates.k8s.io/v1beta1", "PodCertificateRequestList", 35, 37, 40, "certificates.k8s.io/v1 PodCertificateRequestList"),
    ("coordination.k8s.io/v1alpha2", "LeaseCandidate", 32, 35, 38, ""),
    ("coordination.k8s.io/v1alpha2", "LeaseCandidateList", 32, 35, 38, ""),
    ("coordination.k8s.io/v1beta1", "Lease", 12, 19, 22, "coordination.k8s.io/v1 Lease"),
    ("coordination.k8s.io/v1beta1", "LeaseCandidate", 33, 36, 39, ""),
    ("coordination.k8s.io/v1beta1", "LeaseCandidateList", 33, 36, 39, ""),
    ("coordination.k8s.io/v1beta1", "LeaseList", 12, 19, 22, "coordination.k8s.io/v1 LeaseList"),
    ("discovery.k8s.io/v1beta1", "EndpointSlice", 16, 21, 25, "discovery.k8s.io/v1 EndpointSlice"),
    ("discovery.k8s.io/v1beta1", "EndpointSliceList", 16, 21, 25, "discovery.k8s.io/v1 EndpointSlice"),
    ("events.k8s.io/v1beta1", "Event", 8, 22, 25, ""),
    ("events.k8s.io/v1beta1", "EventList", 8, 22, 25, ""),
    ("extensions/v1beta1", "DaemonSet", 1, 8, 16, "apps/v1 DaemonSet"),
    ("extensions/v1beta1", "DaemonSetList", 1, 8, 16, "apps/v1 DaemonSetList"),
    ("extensions/v1beta1", "Deployment", 1, 8, 16, "apps/v1 Deployment"),
    ("extensions/v1beta1", "DeploymentList", 1, 8, 16, "apps/v1 DeploymentList"),
    ("extensions/v1beta1", "DeploymentRollback", 2, 8, 16, ""),
    ("extensions/v1beta1", "Ingress", 1, 14, 22, "networking.k8s.io/v1 Ingress"),
    ("extensions/v1beta1", "IngressList", 1, 14, 22, "networking.k8s.io/v1 IngressList"),
    ("extensions/v1beta1", "NetworkPolicy", 3, 9, 16, "networking.k8s.io/v1 NetworkPolicy"),
    ("extensions/v1beta1", "NetworkPolicyList", 3, 9, 16, "networking.k8s.io/v1 NetworkPolicyList"),
    ("extensions/v1beta1", "ReplicaSet", 2, 8, 16, "apps/v1 ReplicaSet"),
    ("extensions/v1beta1", "ReplicaSetList", 2, 8, 16, "apps/v1 ReplicaSetList"),
    ("extensions/v1beta1", "Scale", 1, 2, 16, ""),
    ("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", 20, 23, 26, "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema"),
    ("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchemaList", 20, 23, 26, "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchemaList"),
    ("flowcontrol.apiserver.k8s.io/v1beta1", "PriorityLevelConfiguration", 20, 23, 26, "flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration"),
    ("flowcontrol.apiserver.k8s.io/v1beta1", "PriorityLevelConfigurationList", 20, 23, 26, "flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfigurationList"),
    ("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", 23, 26, 29, "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema"),
    ("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchemaList", 23, 26, 29, "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchemaList"),
    ("flowcontrol.apiserver.k8s.io/v1beta2", "PriorityLevelConfiguration", 23, 26, 29, "flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration"),
    ("flowcontrol.apiserver.k8s.io/v1beta2", "PriorityLevelConfigurationList", 23, 26, 29, "flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfigurationList"),
    ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 26, 29, 32, "flowcontrol.apiserver.k8s.io/v1 FlowSchema"),
    ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchemaList", 26, 29, 32, "flowcontrol.apiserver.k8s.io/v1 FlowSchemaList"),
    ("flowcontrol.apiserver.k8s.io/v1beta3", "PriorityLevelConfiguration", 26, 29, 32, "flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration"),
    ("flowcontrol.apiserver.k8s.io/v1beta3", "PriorityLevelConfigurationList", 26, 29, 32, "flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfigurationList"),
    ("lifecycle.k8s.io/v1alpha1", "Eviction", 37, 40, 43, ""),
    ("lifecycle.k8s.io/v1alpha1", "EvictionList", 37, 40, 43, ""),
    ("lifecycle.k8s.io/v1alpha1", "EvictionRequest", 37, 40, 43, ""),
    ("lifecycle.k8s.io/v1alpha1", "EvictionRequestList", 37, 40, 43, ""),
    ("networking.k8s.io/v1beta1", "IPAddress", 31, 34, 37, ""),
    ("networking.k8s.io/v1beta1", "IPAddressList", 31, 34, 37, ""),
    ("networking.k8s.io/v1beta1", "Ingress", 14, 19, 22, "networking.k8s.io/v1 Ingress"),
    ("networking.k8s.io/v1beta1", "IngressClass", 18, 19, 22, "networking.k8s.io/v1 IngressClassList"),
    ("networking.k8s.io/v1beta1", "IngressClassList", 18, 19, 22, "networking.k8s.io/v1 IngressClassList"),
    ("networking.k8s.io/v1beta1", "IngressList", 14, 19, 22, "networking.k8s.io/v1 IngressList"),
    ("networking.k8s.io/v1beta1", "ServiceCIDR", 31, 34, 37, ""),
    ("networking.k8s.io/v1beta1", "ServiceCIDRList", 31, 34, 37, ""),
    ("node.k8s.io/v1beta1", "RuntimeClass", 13, 22, 25, ""),
    ("node.k8s.io/v1beta1", "RuntimeClassList", 13, 22, 25, ""),
    ("policy/v1beta1", "Eviction", 5, 22, 25, ""),
    ("policy/v1beta1", "PodDisruptionBudget", 5, 21, 25, "policy/v1 PodDisruptionBudget"),
    ("policy/v1beta1", "PodDisruptionBudgetList", 5, 21, 25, "policy/v1 PodDisruptionBudgetList"),
    ("rbac.authorization.k8s.io/v1beta1", "ClusterRole", 6, 17, 22, "rbac.authorization.k8s.io/v1 ClusterRole"),
    ("rbac.authorization.k8s.io/v1beta1", "ClusterRoleBinding", 6, 17, 22, "rbac.authorization.k8s.io/v1 ClusterRoleBinding"),
    ("rbac.authorization.k8s.io/v1beta1", "ClusterRoleBindingList", 6, 17, 22, "rbac.authorization.k8s.io/v1 ClusterRoleBindingList"),
    ("rbac.authorization.k8s.io/v1beta1", "ClusterRoleList", 6, 17, 22, "rbac.authorization.k8s.io/v1 ClusterRoleList"),
    ("rbac.authorization.k8s.io/v1beta1", "Role", 6, 17, 22, "rbac.authorization.k8s.io/v1 Role"),
    ("rbac.authorization.k8s.io/v1beta1", "RoleBinding", 6, 17, 22, "rbac.authorization.k8s.io/v1 RoleBinding"),
    ("rbac.authorization.k8s.io/v1beta1", "RoleBindingList", 6, 17, 22, "rbac.authorization.k8s.io/v1 RoleBindingList"),
    ("rbac.authorization.k8s.io/v1beta1", "RoleList", 6, 17, 22, "rbac.authorization.k8s.io/v1 RoleList"),
    ("resource.k8s.io/v1alpha3", "DeviceTaintRule", 33, 36, 39, ""),
    ("resource.k8s.io/v1alpha3", "DeviceTaintRuleList", 33, 36, 39, ""),
    ("resource.k8s.io/v1alpha3", "ResourcePoolStatusRequest", 36, 39, 42, ""),
    ("resource.k8s.io/v1alpha3", "ResourcePoolStatusRequestList", 36, 39, 42, ""),
    ("resource.k8s.io/v1beta1", "DeviceClass", 32, 35, 38, ""),
    ("resource.k8s.io/v1beta1", "DeviceClassList", 32, 35, 38, ""),
    ("resource.k8s.io/v1beta1", "ResourceClaim", 32, 35, 38, ""),
    ("resource.k8s.io/v1beta1", "ResourceClaimList", 32, 35, 38, ""),
    ("resource.k8s.io/v1beta1", "ResourceClaimTemplate", 32, 35, 38, ""),
    ("resource.k8s.io/v1beta1", "ResourceClaimTemplateList", 32, 35, 38, ""),
    ("resource.k8s.io/v1beta1", "ResourceSlice", 32, 35, 38, ""),
    ("resource.k8s.io/v1beta1", "ResourceSliceList", 32, 35, 38, ""),
    ("resource.k8s.io/v1beta2", "DeviceClass", 33, 36, 39, ""),
    ("resource.k8s.io/v1beta2", "DeviceClassList", 33, 36, 39, ""),
    ("resource.k8s.io/v1beta2", "DeviceTaintRule", 36, 39, 42, ""),
    ("resource.k8s.io/v1beta2", "DeviceTaintRuleList", 36, 39, 42, ""),
    ("resource.k8s.io/v1beta2", "ResourceClaim", 33, 36, 39, ""),
    ("resource.k8s.io/v1beta2", "ResourceClaimList", 33, 36, 39, ""),
    ("resource.k8s.io/v1beta2", "ResourceClaimTemplate", 33, 36, 39, ""),
    ("resource.k8s.io/v1beta2", "ResourceClaimTemplateList", 33, 36, 39, ""),
    ("resource.k8s.io/v1beta2", "ResourceSlice", 33, 36, 39, ""),
    ("resource.k8s.io/v1beta2", "ResourceSliceList", 33, 36, 39, ""),
    ("scheduling.k8s.io/v1beta1", "PodGroup", 37, 40, 43, ""),
    ("scheduling.k8s.io/v1beta1", "PodGroupList", 37, 40, 43, ""),
    ("scheduling.k8s.io/v1beta1", "PriorityClass", 11, 14, 22, "scheduling.k8s.io/v1 PriorityClass"),
    ("scheduling.k8s.io/v1beta1", "PriorityClassList", 11, 14, 22, "scheduling.k8s.io/v1 PriorityClassList"),
    ("scheduling.k8s.io/v1beta1", "Workload", 37, 40, 43, ""),
    ("scheduling.k8s.io/v1beta1", "WorkloadList", 37, 40, 43, ""),
    ("storage.k8s.io/v1alpha1", "CSIStorageCapacity", 19, 21, 24, "storage.k8s.io/v1beta1 CSIStorageCapacity"),
    ("storage.k8s.io/v1alpha1", "CSIStorageCapacityList", 19, 21, 24, "storage.k8s.io/v1beta1 CSIStorageCapacityList"),
    ("storage.k8s.io/v1alpha1", "VolumeAttachment", 9, 21, 24, "storage.k8s.io/v1 VolumeAttachment"),
    ("storage.k8s.io/v1alpha1", "VolumeAttachmentList", 9, 21, 24, "storage.k8s.io/v1 VolumeAttachmentList"),
    ("storage.k8s.io/v1alpha1", "VolumeAttributesClass", 29, 32, 35, "storage.k8s.io/v1 VolumeAttributesClass"),
    ("storage.k8s.io/v1alpha1", "VolumeAttributesClassList", 29, 32, 35, "storage.k8s.io/v1 VolumeAttributesClassList"),
    ("storage.k8s.io/v1beta1", "CSIDriver", 14, 19, 22, "storage.k8s.io/v1 CSIDriver"),
    ("storage.k8s.io/v1beta1", "CSIDriverList", 14, 19, 22, "storage.k8s.io/v1 CSIDriverList"),
    ("storage.k8s.io/v1beta1", "CSINode", 14, 17, 22, "storage.k8s.io/v1 CSINode"),
    ("storage.k8s.io/v1beta1", "CSINodeList", 14, 17, 22, "storage.k8s.io/v1 CSINode"),
    ("storage.k8s.io/v1beta1", "CSIStorageCapacity", 21, 24, 27, "storage.k8s.io/v1 CSIStorageCapacity"),
    ("storage.k8s.io/v1beta1", "CSIStorageCapacityList", 21, 24, 27, "storage.k8s.io/v1 CSIStorageCapacityList"),
    ("storage.k8s.io/v1beta1", "StorageClass", 4, 19, 22, "storage.k8s.io/v1 StorageClass"),
    ("storage.k8s.io/v1beta1", "StorageClassList", 4, 19, 22, "storage.k8s.io/v1 StorageClassList"),
    ("storage.k8s.io/v1beta1", "VolumeAttachment", 10, 19, 22, "storage.k8s.io/v1 VolumeAttachment"),
    ("storage.k8s.io/v1beta1", "VolumeAttachmentList", 10, 19, 22, "storage.k8s.io/v1 VolumeAttachmentList"),
    ("storage.k8s.io/v1beta1", "VolumeAttributesClass", 31, 34, 37, "storage.k8s.io/v1 VolumeAttributesClass"),
    ("storage.k8s.io/v1beta1", "VolumeAttributesClassList", 31, 34, 37, "storage.k8s.io/v1 VolumeAttributesClassList"),
    ("storagemigration.k8s.io/v1beta1", "StorageVersionMigration", 35, 37, 40, "storagemigration.k8s.io/v1 StorageVersionMigration"),
    ("storagemigration.k8s.io/v1beta1", "StorageVersionMigrationList", 35, 37, 40, "storagemigration.k8s.io/v1 StorageVersionMigrationList"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deprecations_are_found_by_version_and_kind() {
        let found = find("batch/v1beta1", "CronJob").expect("it is known");
        assert_eq!((found.deprecated, found.removed), (21, 25));
        assert_eq!(found.replacement, "batch/v1 CronJob");
        assert_eq!(find("batch/v1", "CronJob"), None);
        let gone = find("policy/v1beta1", "PodSecurityPolicy").expect("it is known");
        assert_eq!((gone.removed, gone.replacement), (25, ""));
        let gone = find("autoscaling/v2beta2", "HorizontalPodAutoscaler").expect("it is known");
        assert_eq!((gone.deprecated, gone.removed), (23, 26));
    }

    #[test]
    fn nothing_is_removed_before_it_was_introduced() {
        for row in TABLE.iter().chain(GONE) {
            assert!(row.4 == 0 || row.2 < row.4, "{row:?}");
            assert!(row.3 == 0 || row.2 <= row.3, "{row:?}");
            let same = |other: &&Row| (other.0, other.1) == (row.0, row.1);
            assert_eq!(TABLE.iter().chain(GONE).filter(same).count(), 1, "{row:?}");
        }
    }
}
