{{/* Secret of the control plane's identity on stream and inspection port. */}}
{{- define "causeway.controlPlaneSecret" -}}
{{- if eq .Values.streamCertificates.mode "existing" -}}
{{- .Values.streamCertificates.existing.controlPlane -}}
{{- else -}}
{{- include "causeway.fullname" . }}-control-plane-tls
{{- end -}}
{{- end -}}

{{/* Secret of a shard's routers. Takes root and shard. */}}
{{- define "causeway.routerSecret" -}}
{{- if eq .root.Values.streamCertificates.mode "existing" -}}
{{- get .root.Values.streamCertificates.existing.routers .shard -}}
{{- else -}}
{{- include "causeway.fullname" .root }}-router-{{ .shard }}-tls
{{- end -}}
{{- end -}}

{{/* Secret of the identity with which the role "status" asks what routers hold. */}}
{{- define "causeway.statusSecret" -}}
{{- if eq .Values.streamCertificates.mode "existing" -}}
{{- .Values.streamCertificates.existing.status -}}
{{- else -}}
{{- include "causeway.fullname" . }}-status-tls
{{- end -}}
{{- end -}}

{{/* Something where the condition Activated is written: somebody writes, and may ask. */}}
{{- define "causeway.activates" -}}
{{- if and (include "causeway.writesStatus" .) .Values.controlPlane.inspection (include "causeway.statusSecret" .) -}}true{{- end -}}
{{- end -}}

{{/*
The identities that are issued, as a JSON list of secret, namespace, names and component. Routers check
the server's name as any client does; the server tells a router's shard by its name (docs/protocol.md).
"localhost" lets snapctl through "kubectl port-forward".
*/}}
{{- define "causeway.identities" -}}
{{- $service := printf "%s-control-plane" (include "causeway.fullname" .) -}}
{{- $identities := list (dict
    "secret" (include "causeway.controlPlaneSecret" .)
    "namespace" .Release.Namespace
    "component" "control-plane"
    "names" (list
      (include "causeway.streamHost" .)
      (printf "%s.%s" $service .Release.Namespace)
      $service
      "localhost")) -}}
{{- if .Values.controlPlane.inspection -}}
{{- $identities = append $identities (dict
    "secret" (printf "%s-snapctl-tls" (include "causeway.fullname" .))
    "namespace" .Release.Namespace
    "component" "snapctl"
    "names" (list "snapctl.causeway")) -}}
{{- end -}}
{{- if include "causeway.activates" . -}}
{{- $identities = append $identities (dict
    "secret" (include "causeway.statusSecret" .)
    "namespace" .Release.Namespace
    "component" "status"
    "names" (list "status.causeway")) -}}
{{- end -}}
{{- range $shard := include "causeway.shards" . | fromJsonArray -}}
{{- $identities = append $identities (dict
    "secret" (include "causeway.routerSecret" (dict "root" $ "shard" $shard))
    "namespace" $.Values.namespaces.operand
    "component" "router"
    "shard" $shard
    "names" (list (printf "router.%s.causeway" $shard))) -}}
{{- end -}}
{{- toJson $identities -}}
{{- end -}}

{{/*
The PKCS#8 form of a P-256 key, which is what the programs read; Helm writes the SEC1 form. For this
curve the difference is a constant: version, algorithm and the length of what follows.
*/}}
{{- define "causeway.pkcs8" -}}
{{- $sec1 := regexReplaceAll "-----[A-Z ]+-----|\\s" . "" | b64dec -}}
{{- if ne (len $sec1) 121 -}}
{{- fail "this Helm makes P-256 keys in a form that the chart does not know; use another streamCertificates.mode" -}}
{{- end -}}
{{- $der := printf "%s%s" ("MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHk=" | b64dec) $sec1 | b64enc -}}
-----BEGIN PRIVATE KEY-----
{{ regexReplaceAll "(.{64})" $der "${1}\n" | trim }}
-----END PRIVATE KEY-----
{{ end -}}

{{/* Secret in the operand namespace that keys of TLS session tickets are derived from. */}}
{{- define "causeway.ticketSecret" -}}
{{- default (printf "%s-ticket-keys" (include "causeway.fullname" .)) .Values.ticketKeys.secret -}}
{{- end -}}
