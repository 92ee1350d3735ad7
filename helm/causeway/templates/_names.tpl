{{/* First part of the names of all objects. */}}
{{- define "causeway.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* First part of the names of cluster-scoped objects: two releases of one name may exist. */}}
{{- define "causeway.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "causeway.fullname" .) -}}
{{- end -}}

{{/* Labels that select pods of a component. Takes root and component, and shard for routers. */}}
{{- define "causeway.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- with .shard }}
causeway.dev/shard: {{ . }}
{{- end }}
{{- end -}}

{{/* Labels of every object. Takes root, and component and shard where there is one. */}}
{{- define "causeway.labels" -}}
{{- if .component }}
{{- include "causeway.selector" . }}
{{- else -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: causeway
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* An image. Takes root and name. */}}
{{- define "causeway.image" -}}
{{- with .root.Values.image.registry -}}{{ trimSuffix "/" . }}/{{- end -}}
{{- .name }}:{{ default .root.Chart.AppVersion .root.Values.image.tag -}}
{{- end -}}

{{/* Name of the Service, and of the server, that routers follow. */}}
{{- define "causeway.streamHost" -}}
{{- printf "%s-control-plane.%s.svc" (include "causeway.fullname" .) .Release.Namespace -}}
{{- end -}}

{{/* A shard's settings over routerDefaults, as YAML. Takes root and shard. */}}
{{- define "causeway.router" -}}
{{- $own := default dict (get .root.Values.routers .shard) -}}
{{- mergeOverwrite (deepCopy .root.Values.routerDefaults) (deepCopy $own) | toYaml -}}
{{- end -}}

{{/* Shards in a fixed order, as a JSON list. */}}
{{- define "causeway.shards" -}}
{{- keys .Values.routers | sortAlpha | toJson -}}
{{- end -}}

{{/* Namespaces whose Secrets may be read with scope "namespaces", as a JSON list. */}}
{{- define "causeway.secretNamespaces" -}}
{{- append .Values.secrets.namespaces .Values.namespaces.operand | uniq | sortAlpha | toJson -}}
{{- end -}}

{{/* Namespace of the ConfigMaps that IngressControllers name. */}}
{{- define "causeway.clientAuthorityNamespace" -}}
{{- default .Values.namespaces.operand .Values.namespaces.clientAuthority -}}
{{- end -}}
