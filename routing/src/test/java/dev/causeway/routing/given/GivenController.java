package dev.causeway.routing.given;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.input.AccessLogInput;
import dev.causeway.routing.input.ClientTlsInput;
import dev.causeway.routing.input.ConnectionsInput;
import dev.causeway.routing.input.HttpHeadersInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.LabelSelector;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.TlsProfileInput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the IngressController of the shard {@code default} the way a manifest would. */
public final class GivenController {
  private Map<String, String> annotations = Map.of();
  private TlsProfileInput tlsProfile = TlsProfileInput.NONE;
  private ClientTlsInput clientTls = ClientTlsInput.NONE;
  private HttpHeadersInput headers = HttpHeadersInput.NONE;
  private Map<String, String> tuning = Map.of();
  private String closedClients = "";
  private @Nullable AccessLogInput accessLog;

  private ConnectionsInput connections = ConnectionsInput.NONE;

  private GivenController() {}

  /**
   * Returns whether {@code notice} is not the one that all these get, as none names a certificate.
   */
  public static boolean isOwn(Notice notice) {
    return !notice.field().equals("spec.defaultCertificate");
  }

  public static GivenController controller() {
    return new GivenController();
  }

  public GivenController annotations(Map<String, String> value) {
    annotations = value;
    return this;
  }

  public GivenController tlsProfile(TlsProfileInput value) {
    tlsProfile = value;
    return this;
  }

  public GivenController clientTls(ClientTlsInput value) {
    clientTls = value;
    return this;
  }

  public GivenController headers(HttpHeadersInput value) {
    headers = value;
    return this;
  }

  public GivenController tuning(Map<String, String> value) {
    tuning = value;
    return this;
  }

  public GivenController closedClients(String value) {
    closedClients = value;
    return this;
  }

  public GivenController connections(ConnectionsInput value) {
    connections = value;
    return this;
  }

  public GivenController accessLog(AccessLogInput value) {
    accessLog = value;
    return this;
  }

  public IngressControllerInput input() {
    IngressControllerInput plain =
        Given.controller(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING, "", "", "");
    return new IngressControllerInput(
        plain.key(),
        new Metadata("", null, 0, Map.of(), annotations),
        plain.origin(),
        plain.domain(),
        plain.routeSelector(),
        plain.namespaceSelector(),
        plain.namespaceOwnership(),
        plain.wildcardPolicy(),
        plain.defaultCertificate(),
        tlsProfile,
        clientTls,
        headers,
        tuning,
        closedClients,
        connections,
        accessLog);
  }

  public InputChange put() {
    return new InputChange.Put(input());
  }
}
