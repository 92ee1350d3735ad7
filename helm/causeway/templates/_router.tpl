{{/* Configuration of a shard's routers. Takes root, shard and settings. */}}
{{- define "causeway.routerConfig" -}}
{{- /* Clients know the Service's ports; the containers listen on ports that need no privilege. */ -}}
{{- $router := dict
    "shard" .shard
    "http-port" 8080
    "https-port" 8443
    "public-http-port" 80
    "public-https-port" 443
    "last-known-good" "/var/lib/causeway/last-known-good"
    "shutdown-delay" (printf "%ds" (int .settings.shutdown.delaySeconds))
    "drain-timeout" (printf "%ds" (int .settings.shutdown.drainSeconds)) -}}
{{- if .settings.statistics.secret -}}
{{- $_ := set $router "stats-credentials" "/etc/causeway-stats" -}}
{{- end -}}
{{- with .root.Values.filters -}}
{{- $_ := set $router "filters" . -}}
{{- end -}}
{{- $causeway := dict
    "router" $router
    "control-plane" (dict
      "targets" (list (printf "%s:9443" (include "causeway.streamHost" .root)))
      "tls" (include "causeway.tlsFiles" "/etc/causeway-tls" | fromYaml)) -}}
{{- $config := dict "causeway" $causeway "management" (dict "server" (dict "port" (int .settings.statistics.port))) -}}
{{- mergeOverwrite $config (deepCopy .settings.config) | toYaml -}}
{{- end -}}

{{/* Everything one shard consists of. Takes root, component, shard and settings. */}}
{{- define "causeway.routerShard" -}}
{{- $name := printf "%s-router-%s" (include "causeway.fullname" .root) .shard -}}
{{- $namespace := .root.Values.namespaces.operand -}}
{{- $config := include "causeway.routerConfig" . -}}
{{- $scaled := .settings.autoscaling.enabled -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $name }}
  namespace: {{ $namespace }}
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
  namespace: {{ $namespace }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
spec:
  {{- if not $scaled }}
  replicas: {{ .settings.replicas }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "causeway.selector" . | nindent 6 }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 25%
  template:
    metadata:
      {{- include "causeway.podMetadata" (dict
          "root" .root "component" .component "shard" .shard "config" $config) | nindent 6 }}
    spec:
      serviceAccountName: {{ include "causeway.fullname" .root }}-router
      automountServiceAccountToken: false
      enableServiceLinks: false
      # The router itself fails readiness, serves on and drains when it is told to stop, so no preStop
      # delays it; the rest is for the JVM to end.
      terminationGracePeriodSeconds: {{ add .settings.shutdown.delaySeconds .settings.shutdown.drainSeconds 15 }}
      securityContext:
        {{- include "causeway.podSecurity" . | nindent 8 }}
      {{- include "causeway.placement" . | nindent 6 }}
      {{- if .settings.topologySpread }}
      {{- include "causeway.spread" . | nindent 6 }}
      {{- end }}
      containers:
        - name: router
          image: {{ include "causeway.image" (dict "root" .root "name" .root.Values.image.router) }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          env:
            {{- include "causeway.env" . | nindent 12 }}
            - name: CAUSEWAY_ROUTER_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          ports:
            - name: http
              containerPort: 8080
            - name: https
              containerPort: 8443
            - name: management
              containerPort: {{ int .settings.statistics.port }}
          {{- include "causeway.routerProbes" . | nindent 10 }}
          resources:
            {{- toYaml .settings.resources | nindent 12 }}
          securityContext:
            {{- include "causeway.containerSecurity" . | nindent 12 }}
          volumeMounts:
            - name: config
              mountPath: /etc/causeway
              readOnly: true
            - name: stream-tls
              mountPath: /etc/causeway-tls
              readOnly: true
            {{- if .settings.statistics.secret }}
            - name: stats
              mountPath: /etc/causeway-stats
              readOnly: true
            {{- end }}
            - name: last-known-good
              mountPath: /var/lib/causeway
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: config
          configMap:
            name: {{ $name }}
        - name: stream-tls
          secret:
            secretName: {{ include "causeway.routerSecret" (dict "root" .root "shard" .shard) }}
            defaultMode: 0440
        {{- with .settings.statistics.secret }}
        - name: stats
          secret:
            secretName: {{ . }}
            defaultMode: 0440
        {{- end }}
        - name: last-known-good
          emptyDir:
            medium: Memory
            sizeLimit: {{ .settings.lastKnownGoodSize }}
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  namespace: {{ $namespace }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
  {{- with .settings.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .settings.service.type }}
  {{- if ne .settings.service.type "ClusterIP" }}
  externalTrafficPolicy: {{ .settings.service.externalTrafficPolicy }}
  {{- end }}
  {{- if eq .settings.service.type "LoadBalancer" }}
  {{- with .settings.service.loadBalancerClass }}
  loadBalancerClass: {{ . }}
  {{- end }}
  {{- with .settings.service.loadBalancerSourceRanges }}
  loadBalancerSourceRanges:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  selector:
    {{- include "causeway.selector" . | nindent 4 }}
  ports:
    {{- $ports := .settings.service.nodePorts }}
    {{- $exposed := ne .settings.service.type "ClusterIP" }}
    - name: http
      port: 80
      targetPort: http
      {{- if and $exposed $ports.http }}
      nodePort: {{ int $ports.http }}
      {{- end }}
    - name: https
      port: 443
      targetPort: https
      {{- if and $exposed $ports.https }}
      nodePort: {{ int $ports.https }}
      {{- end }}
{{- $fewest := ternary .settings.autoscaling.minReplicas .settings.replicas $scaled }}
{{- if and .settings.podDisruptionBudget.enabled (gt (int $fewest) 1) }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  namespace: {{ $namespace }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ .settings.podDisruptionBudget.maxUnavailable }}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "causeway.selector" . | nindent 6 }}
{{- end }}
{{- if $scaled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $name }}
  namespace: {{ $namespace }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ $name }}
  minReplicas: {{ .settings.autoscaling.minReplicas }}
  maxReplicas: {{ .settings.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ .settings.autoscaling.targetCPUUtilizationPercentage }}
{{- end }}
{{- if .settings.ingressController.create }}
---
apiVersion: operator.openshift.io/v1
kind: IngressController
metadata:
  name: {{ .shard }}
  namespace: {{ .root.Values.namespaces.controller }}
  labels:
    {{- include "causeway.labels" . | nindent 4 }}
{{- with .settings.ingressController.spec }}
spec:
  {{- toYaml . | nindent 2 }}
{{- else }}
spec: {}
{{- end }}
{{- end }}
{{- end -}}
