package dev.causeway.manifests;

import static dev.causeway.manifests.MetadataMapping.text;

import dev.causeway.routing.input.BackendRef;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.TlsInput;
import dev.causeway.routing.model.KeyMaterial;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteHTTPHeader;
import io.fabric8.openshift.api.model.RouteHTTPHeaderActionUnion;
import io.fabric8.openshift.api.model.RouteHTTPHeaders;
import io.fabric8.openshift.api.model.RouteSetHTTPHeader;
import io.fabric8.openshift.api.model.RouteSpec;
import io.fabric8.openshift.api.model.RouteTargetReference;
import io.fabric8.openshift.api.model.TLSConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Routes as the compiler reads them; nothing is defaulted or checked here. */
public final class RouteMapping {
  private RouteMapping() {}

  /** Maps {@code route}. */
  public static RouteInput map(Route route, Origin origin) {
    RouteSpec spec = Objects.requireNonNullElseGet(route.getSpec(), RouteSpec::new);
    List<BackendRef> alternates = new ArrayList<>();
    for (RouteTargetReference reference :
        Objects.requireNonNullElse(spec.getAlternateBackends(), List.<RouteTargetReference>of())) {
      alternates.add(backend(reference));
    }
    return new RouteInput(
        MetadataMapping.key(InputKind.ROUTE, route.getMetadata(), "default"),
        MetadataMapping.metadata(route.getMetadata()),
        origin,
        text(spec.getHost()),
        text(spec.getSubdomain()),
        text(spec.getPath()),
        spec.getTo() == null ? null : backend(spec.getTo()),
        alternates,
        spec.getPort() == null ? "" : targetPort(spec.getPort().getTargetPort()),
        spec.getTls() == null ? null : tls(spec.getTls()),
        text(spec.getWildcardPolicy()),
        headerActions(spec.getHttpHeaders()));
  }

  private static BackendRef backend(RouteTargetReference reference) {
    String kind = text(reference.getKind());
    return new BackendRef(
        kind.isEmpty() ? "Service" : kind, text(reference.getName()), reference.getWeight());
  }

  private static String targetPort(@Nullable IntOrString port) {
    return port == null || port.getValue() == null ? "" : String.valueOf(port.getValue());
  }

  private static TlsInput tls(TLSConfig tls) {
    String external =
        tls.getExternalCertificate() == null ? "" : text(tls.getExternalCertificate().getName());
    return new TlsInput(
        text(tls.getTermination()),
        KeyMaterial.ofText(text(tls.getCertificate())),
        KeyMaterial.ofText(text(tls.getKey())),
        text(tls.getCaCertificate()),
        text(tls.getDestinationCACertificate()),
        text(tls.getInsecureEdgeTerminationPolicy()),
        external.isEmpty() ? null : external);
  }

  private static HeaderActionsInput headerActions(@Nullable RouteHTTPHeaders headers) {
    return headers == null || headers.getActions() == null
        ? HeaderActionsInput.NONE
        : new HeaderActionsInput(
            edits(headers.getActions().getRequest()), edits(headers.getActions().getResponse()));
  }

  private static List<HeaderActionsInput.Edit> edits(@Nullable List<RouteHTTPHeader> headers) {
    List<HeaderActionsInput.Edit> edits = new ArrayList<>();
    for (RouteHTTPHeader header : Objects.requireNonNullElse(headers, List.<RouteHTTPHeader>of())) {
      RouteHTTPHeaderActionUnion action =
          Objects.requireNonNullElseGet(header.getAction(), RouteHTTPHeaderActionUnion::new);
      RouteSetHTTPHeader set = action.getSet();
      edits.add(
          new HeaderActionsInput.Edit(
              text(header.getName()),
              text(action.getType()),
              set == null ? null : text(set.getValue())));
    }
    return edits;
  }
}
