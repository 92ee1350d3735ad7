{{/* A reference by name. Takes the description. */}}
{{- define "crds.reference" -}}
type: object
description: {{ . }}
properties:
  name:
    type: string
    description: Its name.
{{- end -}}

{{/* A label selector. Takes the description. */}}
{{- define "crds.labelSelector" -}}
type: object
description: {{ . }}
x-kubernetes-map-type: atomic
properties:
  matchLabels:
    type: object
    additionalProperties:
      type: string
  matchExpressions:
    type: array
    x-kubernetes-list-type: atomic
    items:
      type: object
      required:
        - key
        - operator
      properties:
        key:
          type: string
        operator:
          type: string
        values:
          type: array
          x-kubernetes-list-type: atomic
          items:
            type: string
{{- end -}}

{{/* PROXY or TCP. */}}
{{- define "crds.proxyProtocol" -}}
type: string
description: Whether connections begin with a PROXY header; TCP has none.
enum:
  - ""
  - TCP
  - PROXY
{{- end -}}

{{/* A port. Takes the default. */}}
{{- define "crds.port" -}}
type: integer
format: int32
default: {{ . }}
minimum: 1
maximum: 65535
{{- end -}}

{{- define "crds.publishing" -}}
type: object
description: How clients reach the routers.
required:
  - type
properties:
  type:
    type: string
    description: The way; later changes have no effect.
    enum:
      - LoadBalancerService
      - HostNetwork
      - Private
      - NodePortService
  loadBalancer:
    type: object
    description: Settings of LoadBalancerService.
    nullable: true
    required:
      - scope
    properties:
      scope:
        type: string
        description: Whether the load balancer is reached from outside.
        enum:
          - Internal
          - External
      dnsManagementPolicy:
        type: string
        description: Whether the wildcard DNS record is looked after.
        default: Managed
        enum:
          - Managed
          - Unmanaged
      allowedSourceRanges:
        type: array
        description: Client networks that are let in.
        nullable: true
        x-kubernetes-list-type: atomic
        items:
          type: string
      providerParameters:
        {{- include "crds.provider" . | nindent 8 }}
  hostNetwork:
    type: object
    description: Settings of HostNetwork.
    nullable: true
    properties:
      protocol:
        {{- include "crds.proxyProtocol" . | nindent 8 }}
      httpPort:
        {{- include "crds.port" 80 | nindent 8 }}
      httpsPort:
        {{- include "crds.port" 443 | nindent 8 }}
      statsPort:
        {{- include "crds.port" 1936 | nindent 8 }}
    x-kubernetes-validations:
      - rule: self.httpPort != self.httpsPort && self.httpPort != self.statsPort && self.httpsPort != self.statsPort
        message: httpPort, httpsPort and statsPort must differ
  nodePort:
    type: object
    description: Settings of NodePortService.
    nullable: true
    properties:
      protocol:
        {{- include "crds.proxyProtocol" . | nindent 8 }}
  private:
    type: object
    description: Settings of Private.
    nullable: true
    properties:
      protocol:
        {{- include "crds.proxyProtocol" . | nindent 8 }}
{{- end -}}

{{- define "crds.subnets" -}}
type: object
description: Subnets of the load balancer.
properties:
  ids:
    type: array
    x-kubernetes-list-type: atomic
    items:
      type: string
  names:
    type: array
    x-kubernetes-list-type: atomic
    items:
      type: string
{{- end -}}

{{- define "crds.provider" -}}
type: object
description: Settings of a cloud.
nullable: true
required:
  - type
properties:
  type:
    type: string
    enum:
      - AWS
      - Azure
      - BareMetal
      - GCP
      - IBM
      - Nutanix
      - OpenStack
      - VSphere
  aws:
    type: object
    nullable: true
    required:
      - type
    properties:
      type:
        type: string
        enum:
          - Classic
          - NLB
      classicLoadBalancer:
        type: object
        nullable: true
        properties:
          connectionIdleTimeout:
            type: string
          subnets:
            {{- include "crds.subnets" . | nindent 12 }}
      networkLoadBalancer:
        type: object
        nullable: true
        properties:
          protocol:
            {{- include "crds.proxyProtocol" . | nindent 12 }}
          eipAllocations:
            type: array
            maxItems: 10
            x-kubernetes-list-type: atomic
            items:
              type: string
          securityGroups:
            type: array
            maxItems: 5
            x-kubernetes-list-type: atomic
            items:
              type: string
          subnets:
            {{- include "crds.subnets" . | nindent 12 }}
  gcp:
    type: object
    nullable: true
    properties:
      clientAccess:
        type: string
        enum:
          - Global
          - Local
  ibm:
    type: object
    nullable: true
    properties:
      protocol:
        {{- include "crds.proxyProtocol" . | nindent 8 }}
  openstack:
    type: object
    nullable: true
    properties:
      floatingIP:
        type: string
{{- end -}}

{{- define "crds.tlsProfile" -}}
type: object
description: Versions and ciphers of TLS towards clients.
nullable: true
properties:
  type:
    type: string
    enum:
      - ""
      - Old
      - Intermediate
      - Modern
      - Custom
  {{- range list "old" "intermediate" "modern" }}
  {{ . }}:
    type: object
    nullable: true
  {{- end }}
  custom:
    type: object
    nullable: true
    properties:
      {{- include "crds.tlsProfileSpec" . | nindent 6 }}
{{- end -}}

{{- define "crds.tlsProfileSpec" -}}
minTLSVersion:
  type: string
  description: Oldest version.
  enum:
    - VersionTLS10
    - VersionTLS11
    - VersionTLS12
    - VersionTLS13
ciphers:
  type: array
  description: Names as OpenSSL spells them.
  x-kubernetes-list-type: atomic
  items:
    type: string
groups:
  type: array
  description: Groups of the key exchange.
  x-kubernetes-list-type: atomic
  items:
    type: string
{{- end -}}

{{- define "crds.logging" -}}
type: object
description: What is logged.
nullable: true
properties:
  access:
    type: object
    description: Requests; absent logs none.
    required:
      - destination
    properties:
      destination:
        type: object
        description: Where lines go.
        required:
          - type
        x-kubernetes-validations:
          - rule: "self.type != 'Syslog' || has(self.syslog)"
            message: type Syslog needs syslog
        properties:
          type:
            type: string
            enum:
              - Container
              - Syslog
          container:
            type: object
            nullable: true
            properties:
              maxLength:
                type: integer
                format: int32
                default: 1024
                minimum: 480
                maximum: 8192
          syslog:
            type: object
            nullable: true
            required:
              - address
              - port
            properties:
              address:
                type: string
                description: An IP address.
              port:
                type: integer
                format: int32
                minimum: 1
                maximum: 65535
              facility:
                type: string
                enum: [kern, user, mail, daemon, auth, syslog, lpr, news, uucp, cron, auth2, ftp, ntp, audit, alert, cron2, local0, local1, local2, local3, local4, local5, local6, local7]
              maxLength:
                type: integer
                format: int32
                default: 1024
                minimum: 480
                maximum: 4096
      httpLogFormat:
        type: string
        description: Format of a line.
      httpCaptureHeaders:
        type: object
        description: Headers to log.
        properties:
          {{- range list "request" "response" }}
          {{ . }}:
            type: array
            nullable: true
            x-kubernetes-list-type: atomic
            items:
              type: object
              required:
                - name
                - maxLength
              properties:
                name:
                  type: string
                  pattern: "^[-!#$%&'*+.0-9A-Z^_`a-z|~]+$"
                maxLength:
                  type: integer
                  minimum: 1
          {{- end }}
      httpCaptureCookies:
        type: array
        description: Cookie to log.
        nullable: true
        maxItems: 1
        x-kubernetes-list-type: atomic
        items:
          type: object
          required:
            - maxLength
          properties:
            matchType:
              type: string
              enum:
                - Exact
                - Prefix
            name:
              type: string
              maxLength: 1024
            namePrefix:
              type: string
              maxLength: 1024
            maxLength:
              type: integer
              minimum: 1
              maximum: 1024
      logEmptyRequests:
        type: string
        description: Whether connections without a request are logged.
        enum:
          - Log
          - Ignore
{{- end -}}

{{- define "crds.controllerStatus" -}}
type: object
description: What became of it.
properties:
  availableReplicas:
    type: integer
    format: int32
    description: Routers that serve.
  selector:
    type: string
    description: Selector of the routers' pods, as autoscalers read it.
  domain:
    type: string
    description: Domain in effect; never changed once set.
  endpointPublishingStrategy:
    {{- include "crds.publishing" . | nindent 4 }}
  conditions:
    type: array
    description: State, by type.
    x-kubernetes-list-type: map
    x-kubernetes-list-map-keys:
      - type
    items:
      type: object
      required:
        - type
        - status
      properties:
        type:
          type: string
        status:
          type: string
        reason:
          type: string
        message:
          type: string
        lastTransitionTime:
          type: string
          format: date-time
  tlsProfile:
    type: object
    description: TLS profile in effect.
    properties:
      {{- include "crds.tlsProfileSpec" . | nindent 6 }}
  observedGeneration:
    type: integer
    format: int64
    description: Generation this status is about.
  namespaceSelector:
    {{- include "crds.labelSelector" "Selector that was last cleaned up for." | nindent 4 }}
  routeSelector:
    {{- include "crds.labelSelector" "Selector that was last cleaned up for." | nindent 4 }}
  effectiveHAProxyVersion:
    type: string
    description: Written by OKD, without meaning here.
{{- end -}}
