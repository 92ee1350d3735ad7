{{- define "crds.routeSpec" -}}
type: object
description: What is asked for.
required:
  - to
x-kubernetes-validations:
  - rule: "!has(self.tls) || self.tls.termination.lowerAscii() != 'passthrough' || !has(self.path) || self.path == ''"
    message: a passthrough Route cannot have a path, because nobody looks into its connections
    reason: FieldValueForbidden
    fieldPath: .path
  - rule: "!has(self.tls) || self.tls.termination.lowerAscii() != 'passthrough' || !has(self.httpHeaders)"
    message: a passthrough Route cannot have header actions, because nobody looks into its connections
    reason: FieldValueForbidden
    fieldPath: .httpHeaders
  - rule: "self.wildcardPolicy != 'Subdomain' || (has(self.host) && self.host != '')"
    message: wildcardPolicy Subdomain needs a host, whose first label stands for any
    reason: FieldValueRequired
    fieldPath: .host
properties:
  host:
    type: string
    description: Host name to serve, lower case, without port. Empty leaves it to subdomain or to the cluster.
    maxLength: 253
    pattern: ^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$
  subdomain:
    type: string
    description: First part of a host name to which each router adds its own domain. Without effect beside host.
    maxLength: 253
    pattern: ^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*)?$
  path:
    type: string
    description: Path that requests must have or begin with, by segments; taken literally.
    pattern: ^(/[^# ]*)?$
  to:
    {{- include "crds.routeBackend" . | nindent 4 }}
    description: The Service that serves.
  alternateBackends:
    type: array
    description: Further Services; requests are spread by weight.
    maxItems: 3
    x-kubernetes-list-type: map
    x-kubernetes-list-map-keys:
      - name
      - kind
    items:
      {{- include "crds.routeBackend" . | nindent 6 }}
  port:
    type: object
    description: Which port of the endpoints serves.
    required:
      - targetPort
    properties:
      targetPort:
        description: Name of a port of the Service, or number of a port of its pods.
        x-kubernetes-int-or-string: true
        anyOf:
          - type: integer
          - type: string
        x-kubernetes-validations:
          - rule: "type(self) == int ? self != 0 : self != ''"
            message: targetPort must be a name or a number other than 0
  tls:
    {{- include "crds.routeTls" . | nindent 4 }}
  wildcardPolicy:
    type: string
    description: Whether the Route serves its host alone or every name beside it.
    default: None
    enum:
      - None
      - Subdomain
    x-kubernetes-validations:
      - rule: self == oldSelf
        message: wildcardPolicy cannot be changed
  httpHeaders:
    type: object
    description: Edits of headers.
    properties:
      actions:
        type: object
        description: Edits in order, after the router's own of requests and before its own of responses.
        properties:
          request:
            {{- include "crds.headerActions" (dict "source" "req" "host" true) | nindent 12 }}
          response:
            {{- include "crds.headerActions" (dict "source" "res" "host" true) | nindent 12 }}
{{- end -}}

{{- define "crds.routeBackend" -}}
type: object
required:
  - name
properties:
  kind:
    type: string
    description: Kind of the backend.
    default: Service
    enum:
      - Service
  name:
    type: string
    description: Name of the Service, in the namespace of the Route.
    minLength: 1
    maxLength: 253
  weight:
    type: integer
    format: int32
    description: Share of requests relative to the other backends.
    default: 100
    minimum: 0
    maximum: 256
{{- end -}}

{{- define "crds.routeTls" -}}
type: object
description: TLS towards clients. Without it the host is served on the plain port only.
x-kubernetes-validations:
  {{- range $field := list "certificate" "key" "caCertificate" "destinationCACertificate" }}
  - rule: "self.termination.lowerAscii() != 'passthrough' || !has(self.{{ $field }}) || self.{{ $field }} == ''"
    message: passthrough leaves TLS to the backend, so {{ $field }} must be empty
    reason: FieldValueForbidden
    fieldPath: .{{ $field }}
  {{- end }}
  - rule: "self.termination.lowerAscii() != 'passthrough' || !has(self.externalCertificate)"
    message: passthrough leaves TLS to the backend, so there can be no externalCertificate
    reason: FieldValueForbidden
    fieldPath: .externalCertificate
  - rule: "self.termination.lowerAscii() != 'edge' || !has(self.destinationCACertificate) || self.destinationCACertificate == ''"
    message: edge speaks plain HTTP to the backend, so destinationCACertificate must be empty
    reason: FieldValueForbidden
    fieldPath: .destinationCACertificate
  - rule: "!has(self.externalCertificate) || !has(self.certificate) || self.certificate == ''"
    message: certificate and externalCertificate exclude each other
    reason: FieldValueForbidden
    fieldPath: .externalCertificate
  - rule: "self.termination.lowerAscii() != 'passthrough' || !has(self.insecureEdgeTerminationPolicy) || self.insecureEdgeTerminationPolicy != 'Allow'"
    message: a passthrough Route cannot be served on the plain port; use None or Redirect
    reason: FieldValueInvalid
    fieldPath: .insecureEdgeTerminationPolicy
properties:
  termination:
    type: string
    description: Where TLS ends. The capitalised forms are old spellings of the others.
    default: edge
    enum:
      - edge
      - reencrypt
      - passthrough
      - Edge
      - Reencrypt
      - Passthrough
  insecureEdgeTerminationPolicy:
    type: string
    description: What happens to requests on the plain port; empty is None.
    enum:
      - ""
      - None
      - Allow
      - Redirect
  certificate:
    type: string
    description: Certificate to serve, PEM, leaf first.
  key:
    type: string
    description: Private key of the certificate, PEM.
  caCertificate:
    type: string
    description: Certificates that complete the chain, PEM.
  destinationCACertificate:
    type: string
    description: Authorities that the backend's certificate must chain to, PEM.
  externalCertificate:
    type: object
    description: Secret of type kubernetes.io/tls that holds certificate and key.
    required:
      - name
    properties:
      name:
        type: string
        description: Name of the Secret, in the namespace of the Route.
        minLength: 1
        maxLength: 253
{{- end -}}

{{- define "crds.routeStatus" -}}
type: object
description: What routers made of the Route.
properties:
  ingress:
    type: array
    description: One entry for each router that looked at the Route.
    items:
      type: object
      properties:
        host:
          type: string
          description: Host name that was asked for.
        routerName:
          type: string
          description: Name of the router.
        routerCanonicalHostname:
          type: string
          description: Host name of the router itself, to which a CNAME may point.
        wildcardPolicy:
          type: string
          description: Policy the router applied.
        conditions:
          type: array
          description: State at this router.
          items:
            type: object
            required:
              - type
              - status
            properties:
              type:
                type: string
                description: Kind of the condition, such as Admitted.
              status:
                type: string
                description: True, False or Unknown.
              reason:
                type: string
                description: Why, in one word.
              message:
                type: string
                description: Why, for people.
              lastTransitionTime:
                type: string
                format: date-time
                description: When this came to be.
{{- end -}}
