{{/*
Rules of a role in the cluster or in a namespace, bound to its account. Takes root, component, suffix
(tells several of one component apart), namespace (empty for the cluster), rules (YAML), and
annotations (YAML) where there are any.
*/}}
{{- define "causeway.grant" -}}
{{- $account := printf "%s-%s" (include "causeway.fullname" .root) .component -}}
{{- $base := ternary $account (printf "%s-%s" (include "causeway.clusterName" .root) .component) (eq .namespace .root.Release.Namespace) -}}
{{- $name := ternary $base (printf "%s-%s" $base .suffix) (empty .suffix) -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ ternary "Role" "ClusterRole" (not (empty .namespace)) }}
metadata:
  name: {{ $name }}
  {{- with .namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
rules:
  {{- .rules | trim | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ ternary "RoleBinding" "ClusterRoleBinding" (not (empty .namespace)) }}
metadata:
  name: {{ $name }}
  {{- with .namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ ternary "Role" "ClusterRole" (not (empty .namespace)) }}
  name: {{ $name }}
subjects:
  - kind: ServiceAccount
    name: {{ $account }}
    namespace: {{ .root.Release.Namespace }}
{{- end -}}

{{/* Grants on Secrets by scope. Takes root and component. RBAC cannot tell one type from another. */}}
{{- define "causeway.grantSecrets" -}}
{{- $rules := include "causeway.secretRules" . -}}
{{- if eq .root.Values.secrets.scope "cluster" }}
---
{{ include "causeway.grant" (dict
    "root" .root "component" .component "suffix" "secrets" "namespace" "" "rules" $rules) }}
{{- else }}
{{- range $namespace := include "causeway.secretNamespaces" .root | fromJsonArray }}
---
{{ include "causeway.grant" (dict
    "root" $.root "component" $.component "suffix" "secrets" "namespace" $namespace "rules" $rules) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Grant on IngressControllers. Takes root and component. */}}
{{- define "causeway.grantControllers" -}}
{{- include "causeway.grant" (dict
    "root" .root "component" .component "suffix" "controllers"
    "namespace" .root.Values.namespaces.controller
    "rules" (include "causeway.controllerRules" .)) }}
{{- end -}}

{{/* Grant on the Leases that elect leaders. Takes what causeway.grant does, but rules and where. */}}
{{- define "causeway.grantLease" -}}
{{- include "causeway.grant" (merge (dict
    "suffix" "leader" "namespace" .root.Release.Namespace
    "rules" (include "causeway.leaseRules" .)) .) }}
{{- end -}}

{{/*
Grants on the ConfigMaps that IngressControllers name, and on the one of Services' authorities. Takes
root and component.
*/}}
{{- define "causeway.grantAuthorities" -}}
---
{{ include "causeway.grant" (dict
    "root" .root "component" .component "suffix" "client-authorities"
    "namespace" (include "causeway.clientAuthorityNamespace" .root)
    "rules" (include "causeway.authorityRules" .)) }}
{{- with .root.Values.serviceCa.configMap }}
---
{{ include "causeway.grant" (dict
    "root" $.root "component" $.component "suffix" "service-ca"
    "namespace" (splitList "/" . | first)
    "rules" (include "causeway.serviceCaRules" (splitList "/" . | last))) }}
{{- end }}
{{- end -}}

{{- define "causeway.controllerRules" -}}
- apiGroups: [operator.openshift.io]
  resources: [ingresscontrollers]
  verbs: [list, watch]
{{- end -}}

{{- define "causeway.leaseRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, create, update]
{{- end -}}

{{- define "causeway.authorityRules" -}}
- apiGroups: [""]
  resources: [configmaps]
  verbs: [list, watch]
{{- end -}}

{{/* Takes the name of the ConfigMap: it is listed and watched by that name alone. */}}
{{- define "causeway.serviceCaRules" -}}
- apiGroups: [""]
  resources: [configmaps]
  resourceNames: [{{ . }}]
  verbs: [list, watch]
{{- end -}}

{{- define "causeway.secretRules" -}}
- apiGroups: [""]
  resources: [secrets]
  verbs: [list, watch]
{{- end -}}
