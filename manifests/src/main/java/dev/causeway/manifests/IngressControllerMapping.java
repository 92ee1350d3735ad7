package dev.causeway.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causeway.routing.input.AccessLogInput;
import dev.causeway.routing.input.ClientTlsInput;
import dev.causeway.routing.input.ConnectionsInput;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.input.HttpHeadersInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.LabelSelector;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.PublishingInput;
import dev.causeway.routing.input.TlsProfileInput;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of IngressControllers that are acted on, read from a generic tree. */
final class IngressControllerMapping {
  private static final String STRATEGY = "endpointPublishingStrategy";

  private IngressControllerMapping() {}

  static IngressControllerInput map(ObjectMeta metadata, JsonNode object, Origin origin) {
    JsonNode spec = object.path("spec");
    JsonNode admission = spec.path("routeAdmission");
    return new IngressControllerInput(
        MetadataMapping.key(InputKind.INGRESS_CONTROLLER, metadata, "openshift-ingress-operator"),
        MetadataMapping.metadata(metadata),
        origin,
        text(spec, "spec", "domain"),
        selector(spec, "routeSelector"),
        selector(spec, "namespaceSelector"),
        text(admission, "spec.routeAdmission", "namespaceOwnership"),
        text(admission, "spec.routeAdmission", "wildcardPolicy"),
        text(spec.path("defaultCertificate"), "spec.defaultCertificate", "name"),
        profile(spec.path("tlsSecurityProfile")),
        clientTls(spec.path("clientTLS")),
        headers(spec),
        tuning(spec.path("tuningOptions")),
        text(spec, "spec", "closedClientConnectionPolicy"),
        new ConnectionsInput(
            publishing(object(spec.path(STRATEGY), "spec." + STRATEGY)),
            text(spec, "spec", "httpEmptyRequestsPolicy"),
            text(spec, "spec", "idleConnectionTerminationPolicy")),
        accessLog(object(spec.path("logging"), "spec.logging").path("access")));
  }

  /** An access log without fields is one all the same; its destination is then the complaint. */
  private static @Nullable AccessLogInput accessLog(JsonNode access) {
    String path = "spec.logging.access";
    if (object(access, path).isMissingNode() || access.isNull()) {
      return null;
    }
    JsonNode destination = object(access.path("destination"), path + ".destination");
    String type = text(destination, path + ".destination", "type");
    JsonNode syslog = destination.path("syslog");
    String syslogPath = path + ".destination.syslog";
    JsonNode captured = object(access.path("httpCaptureHeaders"), path + ".httpCaptureHeaders");
    return new AccessLogInput(
        type,
        text(syslog, syslogPath, "address"),
        text(syslog, syslogPath, "port"),
        text(syslog, syslogPath, "facility"),
        type.equals("Syslog")
            ? text(syslog, syslogPath, "maxLength")
            : text(destination.path("container"), path + ".destination.container", "maxLength"),
        text(access, path, "httpLogFormat"),
        captures(captured.path("request"), path + ".httpCaptureHeaders.request"),
        captures(captured.path("response"), path + ".httpCaptureHeaders.response"),
        cookies(access.path("httpCaptureCookies"), path + ".httpCaptureCookies"),
        text(access, path, "logEmptyRequests"));
  }

  private static List<AccessLogInput.Header> captures(JsonNode list, String path) {
    List<AccessLogInput.Header> captures = new ArrayList<>();
    for (JsonNode entry : list) {
      String field = path + "[" + captures.size() + "]";
      captures.add(
          new AccessLogInput.Header(text(entry, field, "name"), text(entry, field, "maxLength")));
    }
    return captures;
  }

  private static List<AccessLogInput.Cookie> cookies(JsonNode list, String path) {
    List<AccessLogInput.Cookie> cookies = new ArrayList<>();
    for (JsonNode entry : list) {
      String field = path + "[" + cookies.size() + "]";
      cookies.add(
          new AccessLogInput.Cookie(
              text(entry, field, "matchType"),
              text(entry, field, "name"),
              text(entry, field, "namePrefix"),
              text(entry, field, "maxLength")));
    }
    return cookies;
  }

  private static PublishingInput publishing(JsonNode strategy) {
    String path = "spec." + STRATEGY;
    String type = text(strategy, path, "type");
    JsonNode host = strategy.path("hostNetwork");
    String hostPath = path + ".hostNetwork";
    return switch (type) {
      case "HostNetwork" ->
          new PublishingInput(
              type, "", "", text(host, hostPath, "protocol"), hostPorts(host, hostPath));
      case "NodePortService" -> publishing(strategy, path, type, "nodePort");
      case "Private" -> publishing(strategy, path, type, "private");
      default -> loadBalancer(strategy, path, type);
    };
  }

  private static PublishingInput publishing(
      JsonNode strategy, String path, String type, String block) {
    String protocol = text(strategy.path(block), path + "." + block, "protocol");
    return new PublishingInput(type, "", "", protocol, "");
  }

  private static PublishingInput loadBalancer(JsonNode strategy, String path, String type) {
    String at = path + ".loadBalancer.providerParameters";
    JsonNode provider = strategy.path("loadBalancer").path("providerParameters");
    JsonNode aws = provider.path("aws");
    String name = text(provider, at, "type");
    String protocol =
        switch (name) {
          case "AWS" ->
              text(aws.path("networkLoadBalancer"), at + ".aws.networkLoadBalancer", "protocol");
          case "IBM" -> text(provider.path("ibm"), at + ".ibm", "protocol");
          default -> "";
        };
    return new PublishingInput(type, name, text(aws, at + ".aws", "type"), protocol, "");
  }

  /** Returns all three ports, or nothing where none is given. */
  private static String hostPorts(JsonNode host, String path) {
    String http = text(host, path, "httpPort");
    String https = text(host, path, "httpsPort");
    String stats = text(host, path, "statsPort");
    return (http + https + stats).isEmpty()
        ? ""
        : or(http, "80") + "," + or(https, "443") + "," + or(stats, "1936");
  }

  private static String or(String text, String absent) {
    return text.isEmpty() ? absent : text;
  }

  private static ClientTlsInput clientTls(JsonNode clientTls) {
    String path = "spec.clientTLS";
    return new ClientTlsInput(
        text(clientTls, path, "clientCertificatePolicy"),
        text(clientTls.path("clientCA"), path + ".clientCA", "name"),
        texts(clientTls, path, "allowedSubjectPatterns"));
  }

  private static TlsProfileInput profile(JsonNode profile) {
    String path = "spec.tlsSecurityProfile";
    JsonNode custom = profile.path("custom");
    return new TlsProfileInput(
        text(profile, path, "type"),
        custom.isObject()
            ? new TlsProfileInput.Custom(
                texts(custom, path + ".custom", "ciphers"),
                text(custom, path + ".custom", "minTLSVersion"),
                texts(custom, path + ".custom", "groups"))
            : null);
  }

  private static List<String> texts(JsonNode parent, String path, String name) {
    JsonNode node = object(parent, path).path(name);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw new FieldException(path + "." + name, "must be a list of texts");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node) {
      if (!each.isValueNode()) {
        throw new FieldException(path + "." + name, "must be a list of texts");
      }
      texts.add(each.asText());
    }
    return texts;
  }

  private static HttpHeadersInput headers(JsonNode spec) {
    JsonNode headers = spec.path("httpHeaders");
    String path = "spec.httpHeaders";
    JsonNode uniqueId = headers.path("uniqueId");
    return new HttpHeadersInput(
        new HeaderActionsInput(
            edits(headers.path("actions").path("request"), path + ".actions.request"),
            edits(headers.path("actions").path("response"), path + ".actions.response")),
        text(headers, path, "forwardedHeaderPolicy"),
        texts(headers, path, "headerNameCaseAdjustments"),
        text(uniqueId, path + ".uniqueId", "name"),
        text(uniqueId, path + ".uniqueId", "format"),
        texts(spec.path("httpCompression"), "spec.httpCompression", "mimeTypes"),
        text(spec.path("httpErrorCodePages"), "spec.httpErrorCodePages", "name"));
  }

  private static List<HeaderActionsInput.Edit> edits(JsonNode list, String path) {
    List<HeaderActionsInput.Edit> edits = new ArrayList<>();
    for (JsonNode entry : list) {
      String field = path + "[" + edits.size() + "]";
      JsonNode action = entry.path("action");
      edits.add(
          new HeaderActionsInput.Edit(
              text(entry, field, "name"),
              text(action, field + ".action", "type"),
              action.path("set").isObject()
                  ? text(action.path("set"), field + ".action.set", "value")
                  : null));
    }
    return edits;
  }

  private static Map<String, String> tuning(JsonNode options) {
    Map<String, String> tuning = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> option : object(options, "spec.tuningOptions").properties()) {
      if (option.getValue().isValueNode() && !option.getValue().isNull()) {
        tuning.put(option.getKey(), option.getValue().asText());
      }
    }
    return tuning;
  }

  /** Returns {@code node}: a text where an object belongs is not an object without fields. */
  private static JsonNode object(JsonNode node, String path) {
    if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
      throw new FieldException(path, "must be an object");
    }
    return node;
  }

  private static String text(JsonNode parent, String path, String name) {
    JsonNode node = object(parent, path).path(name);
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    if (!node.isValueNode()) {
      throw new FieldException(path + "." + name, "must be a text");
    }
    return node.asText();
  }

  private static LabelSelector selector(JsonNode spec, String name) {
    JsonNode node = spec.path(name);
    String path = "spec." + name;
    if (node.isMissingNode() || node.isNull()) {
      return LabelSelector.EVERYTHING;
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> label : node.path("matchLabels").properties()) {
      labels.put(label.getKey(), text(node.path("matchLabels"), path, label.getKey()));
    }
    List<LabelSelector.Requirement> requirements = new ArrayList<>();
    for (JsonNode expression : node.path("matchExpressions")) {
      List<String> values = new ArrayList<>();
      expression.path("values").forEach(value -> values.add(value.asText()));
      requirements.add(
          new LabelSelector.Requirement(
              text(expression, path, "key"), text(expression, path, "operator"), values));
    }
    return new LabelSelector(labels, requirements);
  }
}
