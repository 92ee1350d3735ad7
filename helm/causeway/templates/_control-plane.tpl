{{/* Something where the status of Routes is written, nothing where it is not. */}}
{{- define "causeway.writesStatus" -}}
{{- if and .Values.status.enabled (not .Values.status.shadow) -}}true{{- end -}}
{{- end -}}

{{/*
Configuration of a role. Takes root and role. Further configuration is merged over it, so that a key
this chart does not know can be set without waiting for it.
*/}}
{{- define "causeway.controlPlaneConfig" -}}
{{- $values := .root.Values -}}
{{- $shards := include "causeway.shards" .root | fromJsonArray -}}
{{- $kubernetes := dict
    "controller-namespace" $values.namespaces.controller
    "external-certificate-subject" $values.externalCertificate.subject
    "secrets-scope" $values.secrets.scope -}}
{{- if eq $values.secrets.scope "namespaces" -}}
{{- $_ := set $kubernetes "namespaces" (include "causeway.secretNamespaces" .root | fromJsonArray) -}}
{{- end -}}
{{- if or (has .role (list "ingress" "cleanup")) (and (eq .role "status") (include "causeway.writesStatus" .root)) -}}
{{- $_ := set $kubernetes "lease-namespace" .root.Release.Namespace -}}
{{- end -}}
{{- $causeway := dict
    "source" (dict "kind" "kubernetes")
    "shards" $shards
    "domain" $values.domain
    "http2" $values.http2
    "operand-namespace" $values.namespaces.operand
    "client-authority-namespace" (include "causeway.clientAuthorityNamespace" .root)
    "service-ca" (dict "config-map" $values.serviceCa.configMap)
    "ticket-keys" (dict "secret" (include "causeway.ticketSecret" .root))
    "kubernetes" $kubernetes -}}
{{- with $values.filters -}}
{{- $_ := set $causeway "filters" (dict "allowed" (keys . | sortAlpha)) -}}
{{- end -}}
{{- /* The image has a port of its own for inspection; an empty one is none. */ -}}
{{- $_ := set $causeway "inspect" (dict "port" "") -}}
{{- if eq .role "serve" -}}
{{- $tls := include "causeway.tlsFiles" "/etc/causeway-tls" | fromYaml -}}
{{- $_ := set $causeway "stream" (dict "port" 9443 "tls" $tls) -}}
{{- if $values.controlPlane.inspection -}}
{{- $inspect := dict "port" 9444 "tls" $tls -}}
{{- if include "causeway.activates" .root -}}
{{- $_ := set $inspect "identities" (list "snapctl.causeway" "status.causeway") -}}
{{- end -}}
{{- $_ := set $causeway "inspect" $inspect -}}
{{- end -}}
{{- else if eq .role "cleanup" -}}
{{- /* It says what is in the way before the Job's time is over. */ -}}
{{- $_ := set $causeway "cleanup" (dict
    "routes" (not (empty (include "causeway.writesStatus" .root)))
    "ingresses" $values.ingress.enabled
    "deadline" (printf "%ds" (sub (int $values.cleanup.deadlineSeconds) 60))) -}}
{{- end -}}
{{- if or (eq .role "status") (eq .role "cleanup") -}}
{{- $status := dict "router-name-prefix" $values.status.routerNamePrefix -}}
{{- if $values.status.shadow -}}
{{- $_ := set $status "shadow" true -}}
{{- end -}}
{{- if and (eq .role "status") (include "causeway.activates" .root) -}}
{{- /* The Service is headless: each address is a replica, and each has routers of its own. */ -}}
{{- $_ := set $status "activation" (dict
    "target" (printf "%s:9444" (include "causeway.streamHost" .root))
    "tls" (include "causeway.tlsFiles" "/etc/causeway-tls" | fromYaml)) -}}
{{- end -}}
{{- $_ := set $causeway "status" $status -}}
{{- end -}}
{{- if or (eq .role "ingress") (eq .role "cleanup") -}}
{{- $_ := set $causeway "ingress" (dict
    "controller" $values.ingress.controller
    "class-less" $values.ingress.classLess) -}}
{{- end -}}
{{- $config := dict "causeway" $causeway "management" (dict "server" (dict "port" 9090)) -}}
{{- mergeOverwrite $config (deepCopy $values.controlPlane.config) | toYaml -}}
{{- end -}}

{{/* Everything one role consists of but its RBAC. Takes root, role, component and settings. */}}
{{- define "causeway.controlPlaneRole" -}}
{{- $name := printf "%s-%s" (include "causeway.fullname" .root) .component -}}
{{- $config := include "causeway.controlPlaneConfig" . -}}
{{- $serves := eq .role "serve" -}}
{{- $tls := "" -}}
{{- if $serves -}}
{{- $tls = include "causeway.controlPlaneSecret" .root -}}
{{- else if and (eq .role "status") (include "causeway.activates" .root) -}}
{{- $tls = include "causeway.statusSecret" .root -}}
{{- end -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
automountServiceAccountToken: false
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
data:
  application.yaml: |
    {{- $config | nindent 4 }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
spec:
  replicas: {{ .settings.replicas }}
  selector:
    matchLabels:
      {{- include "causeway.selector" . | nindent 6 }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  template:
    metadata:
      {{- include "causeway.podMetadata" (dict "root" .root "component" .component "config" $config) | nindent 6 }}
    spec:
      serviceAccountName: {{ $name }}
      automountServiceAccountToken: true
      enableServiceLinks: false
      terminationGracePeriodSeconds: 30
      securityContext:
        {{- include "causeway.podSecurity" . | nindent 8 }}
      {{- include "causeway.placement" . | nindent 6 }}
      {{- include "causeway.spread" . | nindent 6 }}
      containers:
        - name: control-plane
          image: {{ include "causeway.image" (dict "root" .root "name" .root.Values.image.controlPlane) }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          env:
            {{- include "causeway.env" . | nindent 12 }}
            - name: CAUSEWAY_ROLES
              value: {{ .role }}
            - name: CAUSEWAY_REPLICA
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          ports:
            {{- if $serves }}
            - name: stream
              containerPort: 9443
            {{- if .root.Values.controlPlane.inspection }}
            - name: inspect
              containerPort: 9444
            {{- end }}
            {{- end }}
            - name: management
              containerPort: 9090
          {{- include "causeway.probes" . | nindent 10 }}
          resources:
            {{- toYaml .settings.resources | nindent 12 }}
          securityContext:
            {{- include "causeway.containerSecurity" . | nindent 12 }}
          volumeMounts:
            - name: config
              mountPath: /etc/causeway
              readOnly: true
            {{- if $tls }}
            - name: stream-tls
              mountPath: /etc/causeway-tls
              readOnly: true
            {{- end }}
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: config
          configMap:
            name: {{ $name }}
        {{- if $tls }}
        - name: stream-tls
          secret:
            secretName: {{ $tls }}
            defaultMode: 0440
        {{- end }}
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
{{- if gt (int .settings.replicas) 1 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "causeway.selector" . | nindent 6 }}
{{- end }}
{{- end -}}
