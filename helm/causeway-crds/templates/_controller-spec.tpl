{{- define "crds.controllerSpec" -}}
type: object
description: What is asked for.
properties:
  domain:
    type: string
    description: Domain below which the shard serves; of the cluster if empty.
    maxLength: 244
    pattern: ^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*)?$
  replicas:
    type: integer
    format: int32
    description: Number of routers.
    minimum: 0
  endpointPublishingStrategy:
    {{- include "crds.publishing" . | nindent 4 }}
  defaultCertificate:
    {{- include "crds.reference" "Secret with the certificate of hosts that have none." | nindent 4 }}
  namespaceSelector:
    {{- include "crds.labelSelector" "Namespaces whose Routes are served; all if absent." | nindent 4 }}
  routeSelector:
    {{- include "crds.labelSelector" "Routes that are served; all if absent." | nindent 4 }}
  nodePlacement:
    type: object
    description: Where routers run.
    properties:
      nodeSelector:
        {{- include "crds.labelSelector" "Nodes by label; only matchLabels counts." | nindent 8 }}
      tolerations:
        type: array
        description: Taints that are tolerated.
        x-kubernetes-list-type: atomic
        items:
          type: object
          properties:
            effect:
              type: string
            key:
              type: string
            operator:
              type: string
            tolerationSeconds:
              type: integer
              format: int64
            value:
              type: string
  tlsSecurityProfile:
    {{- include "crds.tlsProfile" . | nindent 4 }}
  clientTLS:
    type: object
    description: Certificates of clients.
    properties:
      clientCertificatePolicy:
        type: string
        description: Whether clients must or may show a certificate; empty asks for none.
        enum:
          - ""
          - Required
          - Optional
      clientCA:
        {{- include "crds.reference" "ConfigMap with the authorities, key ca-bundle.pem." | nindent 8 }}
      allowedSubjectPatterns:
        type: array
        description: Expressions of which one must be found in the subject.
        x-kubernetes-list-type: atomic
        items:
          type: string
  routeAdmission:
    type: object
    description: Who may have which host.
    properties:
      namespaceOwnership:
        type: string
        description: Whether Routes of several namespaces may share a host.
        enum:
          - Strict
          - InterNamespaceAllowed
      wildcardPolicy:
        type: string
        description: Whether Routes may serve wildcard hosts.
        enum:
          - WildcardsAllowed
          - WildcardsDisallowed
  logging:
    {{- include "crds.logging" . | nindent 4 }}
  httpHeaders:
    type: object
    description: Headers of requests and responses.
    properties:
      forwardedHeaderPolicy:
        type: string
        description: What happens to Forwarded and X-Forwarded headers of clients.
        enum:
          - Append
          - Replace
          - IfNone
          - Never
      uniqueId:
        type: object
        description: A header that identifies each request.
        properties:
          name:
            type: string
            maxLength: 1024
            pattern: "^$|^[-!#$%&'*+.0-9A-Z^_`a-z|~]+$"
          format:
            type: string
            maxLength: 1024
            pattern: ^(%(%|(\{[-+]?[QXE](,[-+]?[QXE])*\})?([A-Za-z]+|\[[.0-9A-Z_a-z]+(\([^)]+\))?(,[.0-9A-Z_a-z]+(\([^)]+\))?)*\]))|[^%[:cntrl:]])*$
      headerNameCaseAdjustments:
        type: array
        description: Spellings of header names for HTTP/1.
        x-kubernetes-list-type: atomic
        items:
          type: string
          maxLength: 1024
          pattern: "^$|^[-!#$%&'*+.0-9A-Z^_`a-z|~]+$"
      actions:
        type: object
        description: Edits of headers for all Routes of the shard.
        properties:
          request:
            {{- include "crds.headerActions" (dict "source" "req" "host" false) | nindent 12 }}
          response:
            {{- include "crds.headerActions" (dict "source" "res" "host" false) | nindent 12 }}
  httpErrorCodePages:
    {{- include "crds.reference" "ConfigMap with the pages error-page-503.http and error-page-404.http." | nindent 4 }}
  httpEmptyRequestsPolicy:
    type: string
    description: Whether connections without a request are answered.
    enum:
      - Respond
      - Ignore
  httpCompression:
    type: object
    description: Compression of responses.
    properties:
      mimeTypes:
        type: array
        description: Media types that are compressed; none if empty.
        x-kubernetes-list-type: set
        items:
          type: string
          pattern: ^(?i)(x-[^][ ()\\<>@,;:"/?.=\x00-\x1F\x7F]+|application|audio|image|message|multipart|text|video)/[^][ ()\\<>@,;:"/?.=\x00-\x1F\x7F]+[^][()\\<>@,:"/?=\x00-\x1F\x7F]*(;.*)?$
  idleConnectionTerminationPolicy:
    type: string
    description: Whether idle connections are ended at once when the configuration changes.
    enum:
      - Immediate
      - Deferred
  closedClientConnectionPolicy:
    type: string
    description: Whether a request whose client is gone goes on.
    enum:
      - Abort
      - Continue
  haproxyVersion:
    type: string
    description: Read by OKD's router, without effect here.
  tuningOptions:
    {{- include "crds.tuning" . | nindent 4 }}
  unsupportedConfigOverrides:
    type: object
    description: Switches without any promise.
    nullable: true
    x-kubernetes-preserve-unknown-fields: true
{{- end -}}

{{- define "crds.tuning" -}}
type: object
description: Limits and times.
properties:
  {{- range $name, $text := dict
      "clientTimeout" "How long a client may be silent."
      "clientFinTimeout" "How long a client may be silent after the backend closed its side."
      "serverTimeout" "How long a backend may be silent."
      "serverFinTimeout" "How long a backend may be silent after the client closed its side."
      "connectTimeout" "How long a connection to a backend may take."
      "tunnelTimeout" "How long an upgraded or passed through connection may be silent."
      "tlsInspectDelay" "How long a ClientHello may take."
      "httpKeepAliveTimeout" "How long a connection may wait for the next request."
      "healthCheckInterval" "Time between checks of backends."
      "reloadInterval" "Least time between reloads of OKD's router; without effect here." }}
  {{ $name }}:
    type: string
    description: {{ $text }}
    pattern: ^(0|([0-9]+(\.[0-9]+)?(ns|us|µs|μs|ms|s|m|h))+)$
  {{- end }}
  headerBufferBytes:
    type: integer
    format: int32
    description: Room for the head of a request.
    minimum: 16384
  headerBufferMaxRewriteBytes:
    type: integer
    format: int32
    description: Part of that room for headers the router adds.
    minimum: 4096
  threadCount:
    type: integer
    format: int32
    description: Threads of a router.
    minimum: 1
    maximum: 64
  maxConnections:
    type: integer
    format: int32
    description: Connections of a router; 0 is the default, -1 as many as it can.
    anyOf:
      - enum: [-1, 0]
      - minimum: 2000
        maximum: 2000000
  configurationManagement:
    type: string
    description: How OKD's router takes changes; without effect here.
    enum:
      - Dynamic
      - ForkAndReload
{{- end -}}
