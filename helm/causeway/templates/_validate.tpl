{{/*
What a schema cannot say, or not clearly. Rendered by one template; ends the release with a sentence.
*/}}
{{- define "causeway.validate" -}}
{{- $values := .Values -}}
{{- if and (eq $values.secrets.scope "cluster") $values.secrets.namespaces -}}
{{- fail "secrets.namespaces is set, but secrets.scope is \"cluster\", which reads all namespaces; set secrets.scope to \"namespaces\" or empty the list" -}}
{{- end -}}
{{- if and $values.status.shadow (not $values.status.enabled) -}}
{{- fail "status.shadow is true, but status.enabled is false, so nothing would be compared; set status.enabled=true" -}}
{{- end -}}
{{- if and $values.status.shadow $values.ingress.enabled -}}
{{- fail "status.shadow promises that nothing is written, but ingress.enabled writes Routes; set ingress.enabled=false" -}}
{{- end -}}
{{- if not $values.routers -}}
{{- fail "routers is empty; name at least one shard, for example routers.default" -}}
{{- end -}}
{{- $mode := $values.streamCertificates.mode -}}
{{- if and (eq $mode "certManager") (not $values.streamCertificates.certManager.issuerRef.name) -}}
{{- fail "streamCertificates.mode is \"certManager\", which needs streamCertificates.certManager.issuerRef.name" -}}
{{- end -}}
{{- if and (eq $mode "existing") (not $values.streamCertificates.existing.controlPlane) -}}
{{- fail "streamCertificates.mode is \"existing\", which needs streamCertificates.existing.controlPlane, the name of a Secret" -}}
{{- end -}}
{{- range $shard := include "causeway.shards" . | fromJsonArray -}}
{{- if and (eq $mode "existing") (not (get $values.streamCertificates.existing.routers $shard)) -}}
{{- fail (printf "streamCertificates.mode is \"existing\", which needs streamCertificates.existing.routers.%s, the name of a Secret in namespace %s" $shard $values.namespaces.operand) -}}
{{- end -}}
{{- $settings := include "causeway.router" (dict "root" $ "shard" $shard) | fromYaml -}}
{{- $scaling := $settings.autoscaling -}}
{{- if and $scaling.enabled (gt (int $scaling.minReplicas) (int $scaling.maxReplicas)) -}}
{{- fail (printf "shard %s: autoscaling.minReplicas is %d, more than autoscaling.maxReplicas, which is %d" $shard (int $scaling.minReplicas) (int $scaling.maxReplicas)) -}}
{{- end -}}
{{- if hasKey $settings.ingressController.spec "replicas" -}}
{{- fail (printf "shard %s: ingressController.spec.replicas is not for Helm to own, an autoscaler may; set routers.%s.replicas" $shard $shard) -}}
{{- end -}}
{{- if and $settings.ingressController.spec (not $settings.ingressController.create) -}}
{{- fail (printf "shard %s: ingressController.spec is set, but ingressController.create is false, so nothing would come of it" $shard) -}}
{{- end -}}
{{- end -}}
{{- range $name, $filter := $values.filters -}}
{{- if not $filter.factory -}}
{{- fail (printf "filters.%s needs a factory, the name of a gateway filter such as AddRequestHeader" $name) -}}
{{- end -}}
{{- end -}}
{{- if $values.namespaces.create -}}
{{- range $key := list "controller" "operand" -}}
{{- $namespace := get $values.namespaces $key -}}
{{- if ne $namespace $.Release.Namespace -}}
{{- with lookup "v1" "Namespace" "" $namespace -}}
{{- $owner := default dict .metadata.annotations -}}
{{- if or (ne (get $owner "meta.helm.sh/release-name") $.Release.Name) (ne (get $owner "meta.helm.sh/release-namespace") $.Release.Namespace) -}}
{{- fail (printf "namespace %s exists and is not this release's; choose another one with namespaces.%s, or use it as it is with namespaces.create=false" $namespace $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
