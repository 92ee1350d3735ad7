{{- define "crds.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: causeway
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/*
Ends the release where somebody else serves a kind. Takes crd, apiService and switch. Looked up by
object and never by .Capabilities: those would show our own CRD at the first upgrade.
*/}}
{{- define "crds.unclaimed" -}}
{{- with lookup "apiregistration.k8s.io/v1" "APIService" "" .apiService -}}
{{- if dig "spec" "service" "name" "" . -}}
{{- fail (printf "%s is served by the API server behind Service %s/%s, as on OKD; set %s=false" $.apiService .spec.service.namespace .spec.service.name $.switch) -}}
{{- end -}}
{{- end -}}
{{- with lookup "apiextensions.k8s.io/v1" "CustomResourceDefinition" "" .crd -}}
{{- if ne (dig "metadata" "labels" "app.kubernetes.io/part-of" "" .) "causeway" -}}
{{- fail (printf "the CustomResourceDefinition %s exists and is not Causeway's; set %s=false to use it as it is" $.crd $.switch) -}}
{{- end -}}
{{- end -}}
{{- end -}}
