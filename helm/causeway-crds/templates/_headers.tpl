{{/*
A list of header actions. Takes source (req or res) and host (whether the Host header may be edited).
Names are compared without case where they are forbidden, and with it where they must be unique.
*/}}
{{- define "crds.headerActions" -}}
{{- $forbidden := list "strict-transport-security" "proxy" "cookie" "set-cookie" -}}
{{- if not .host -}}
{{- $forbidden = append $forbidden "host" -}}
{{- end -}}
type: array
description: Edits of {{ ternary "requests" "responses" (eq .source "req") }}.
maxItems: 20
x-kubernetes-list-type: map
x-kubernetes-list-map-keys:
  - name
items:
  type: object
  required:
    - name
    - action
  properties:
    name:
      type: string
      description: Name of the header.
      minLength: 1
      maxLength: 255
      pattern: "^[-!#$%&'*+.0-9A-Z^_`a-z|~]+$"
      x-kubernetes-validations:
        - rule: "!(self.lowerAscii() in ['{{ join "', '" $forbidden }}'])"
          message: {{ join ", " $forbidden }} cannot be edited
    action:
      type: object
      description: What is done.
      required:
        - type
      x-kubernetes-validations:
        - rule: "self.type == 'Set' ? has(self.set) : !has(self.set)"
          message: Set needs set.value, Delete has no set
      properties:
        type:
          type: string
          description: Set replaces all values, Delete removes them.
          enum:
            - Set
            - Delete
        set:
          type: object
          description: The new value.
          required:
            - value
          properties:
            value:
              type: string
              description: Text, %% for a percent sign, or %[...] with a header or the client certificate.
              minLength: 1
              maxLength: 16384
              pattern: ^(?:%(?:%|(?:\{[-+]?[QXE](?:,[-+]?[QXE])*\})?\[(?:{{ .source }}\.hdr\([0-9A-Za-z-]+\)|ssl_c_der)(?:,(?:lower|base64))*\])|[^%[:cntrl:]])+$
{{- end -}}
