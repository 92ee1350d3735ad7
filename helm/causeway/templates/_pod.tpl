{{/* What pods of the level "restricted" need. Takes root. */}}
{{- define "causeway.podSecurity" -}}
runAsNonRoot: true
{{- if not (kindIs "invalid" .root.Values.pod.runAsUser) }}
runAsUser: {{ int64 .root.Values.pod.runAsUser }}
runAsGroup: {{ int64 .root.Values.pod.runAsUser }}
fsGroup: {{ int64 .root.Values.pod.runAsUser }}
{{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* What containers of the level "restricted" need, and more. */}}
{{- define "causeway.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end -}}

{{/* Probes of the management port. The start may take a JVM on a busy node two minutes. */}}
{{- define "causeway.probes" -}}
startupProbe:
  httpGet:
    path: /actuator/health/liveness
    port: management
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet:
    path: /actuator/health/liveness
    port: management
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet:
    path: /actuator/health/readiness
    port: management
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
{{- end -}}

{{/* Probes of a router, as OKD has them. A start ends when there is a first snapshot to serve. */}}
{{- define "causeway.routerProbes" -}}
startupProbe:
  httpGet:
    path: /healthz/ready
    port: management
  periodSeconds: 1
  timeoutSeconds: 1
  failureThreshold: 120
livenessProbe:
  httpGet:
    path: /healthz
    port: management
  periodSeconds: 10
  timeoutSeconds: 1
  failureThreshold: 3
readinessProbe:
  httpGet:
    path: /healthz/ready
    port: management
  periodSeconds: 10
  timeoutSeconds: 1
  failureThreshold: 3
{{- end -}}

{{/* Labels and annotations of pods. Takes root, component, shard and config (text that rolls them). */}}
{{- define "causeway.podMetadata" -}}
labels:
  {{- include "causeway.labels" . | nindent 2 }}
  {{- with .root.Values.pod.labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  checksum/config: {{ .config | sha256sum }}
  {{- with .root.Values.pod.annotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* Where pods run. Takes root and settings. */}}
{{- define "causeway.placement" -}}
{{- with .settings.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
nodeSelector:
  kubernetes.io/os: linux
  {{- with .settings.nodeSelector }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .settings.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Spreads the pods of one ReplicaSet over zones and nodes. Takes root, component and shard. */}}
{{- define "causeway.spread" -}}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "causeway.selector" $ | nindent 8 }}
    matchLabelKeys:
      - pod-template-hash
  {{- end }}
{{- end -}}

{{/* Environment: files are found at /etc/causeway, all else that differs by pod. */}}
{{- define "causeway.env" -}}
- name: SPRING_CONFIG_ADDITIONAL_LOCATION
  value: file:/etc/causeway/
{{- end -}}

{{/* TLS files below a folder, as configuration. */}}
{{- define "causeway.tlsFiles" -}}
certificate: {{ . }}/tls.crt
key: {{ . }}/tls.key
trust: {{ . }}/ca.crt
{{- end -}}
