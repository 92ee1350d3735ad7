package dev.causeway.proto.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.causeway.proto.codec.UndecodableResourceException.Cause;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Tuning;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From the wire to the model. */
public final class ResourceDecoder {
  private ResourceDecoder() {}

  /**
   * Returns the resource that {@code wire} carries.
   *
   * @throws UndecodableResourceException if this build cannot make sense of it
   */
  public static Resource decode(dev.causeway.proto.v1.Resource wire)
      throws UndecodableResourceException {
    ResourceKey key = WireIds.key(wire.getId());
    ByteString body = wire.getBody();
    try {
      return switch (key.kind()) {
        case SETTINGS -> settings(key, dev.causeway.proto.v1.Settings.parseFrom(body));
        case CERTIFICATE -> certificate(key, dev.causeway.proto.v1.Certificate.parseFrom(body));
        case TRUST_BUNDLE -> trustBundle(key, dev.causeway.proto.v1.TrustBundle.parseFrom(body));
        case UPSTREAM -> upstream(key, dev.causeway.proto.v1.Upstream.parseFrom(body));
        case VIRTUAL_HOST -> virtualHost(key, dev.causeway.proto.v1.VirtualHost.parseFrom(body));
        case TICKET_KEYS -> ticketKeys(key, dev.causeway.proto.v1.TicketKeys.parseFrom(body));
        case ENDPOINT_SET -> endpointSet(key, dev.causeway.proto.v1.EndpointSet.parseFrom(body));
      };
    } catch (InvalidProtocolBufferException e) {
      throw new UndecodableResourceException(
          Cause.MALFORMED, "", "the body is not a valid message of its kind");
    } catch (IllegalArgumentException e) {
      // The constructors of the model check bounds and name the value that is outside.
      throw new UndecodableResourceException(Cause.MALFORMED, "", String.valueOf(e.getMessage()));
    }
  }

  private static Settings settings(ResourceKey key, dev.causeway.proto.v1.Settings wire)
      throws UndecodableResourceException {
    return new Settings(
        key.shard(),
        wire.getDomain(),
        wire.getDefaultCertificatesList(),
        wire.getHttp2(),
        wire.getConnectTimeoutMillis(),
        wire.getClientTimeoutMillis(),
        wire.getRequestHeadTimeoutMillis(),
        wire.getKeepAliveTimeoutMillis(),
        wire.getInspectDelayMillis(),
        new ErrorPages(
            wire.hasUnavailablePage() ? wire.getUnavailablePage() : null,
            wire.hasNotFoundPage() ? wire.getNotFoundPage() : null),
        wire.hasTuning() ? SettingsCodec.tuning(wire.getTuning()) : Tuning.DEFAULTS,
        SettingsCodec.headers(wire.getHeaders()),
        wire.hasTls() ? SettingsCodec.tls(wire.getTls()) : TlsSettings.DEFAULT,
        wire.hasBalancing() ? SettingsCodec.balancing(wire.getBalancing()) : Balancing.DEFAULTS,
        SettingsCodec.connections(wire.getClientConnections()),
        wire.hasAccessLog() ? AccessLogCodec.accessLog(wire.getAccessLog()) : null);
  }

  private static Certificate certificate(ResourceKey key, dev.causeway.proto.v1.Certificate wire)
      throws UndecodableResourceException {
    return new Certificate(
        key.shard(),
        key.name(),
        bytes(wire.getChainList()),
        WireEnums.keyAlgorithm(wire.getAlgorithm()),
        KeyMaterial.of(wire.getPrivateKey().toByteArray()));
  }

  private static TicketKeys ticketKeys(ResourceKey key, dev.causeway.proto.v1.TicketKeys wire) {
    return new TicketKeys(
        key.shard(),
        wire.getKeysList().stream()
            .map(
                each ->
                    new TicketKeys.TicketKey(
                        each.getId(), KeyMaterial.of(each.getSecret().toByteArray())))
            .toList());
  }

  private static TrustBundle trustBundle(ResourceKey key, dev.causeway.proto.v1.TrustBundle wire) {
    return new TrustBundle(
        key.shard(),
        key.name(),
        bytes(wire.getCertificatesList()),
        wire.getChecksRevocation(),
        bytes(wire.getRevocationListsList()));
  }

  private static List<Bytes> bytes(List<ByteString> wire) {
    return wire.stream().map(value -> Bytes.of(value.toByteArray())).toList();
  }

  private static Upstream upstream(ResourceKey key, dev.causeway.proto.v1.Upstream wire) {
    return new Upstream(
        key.shard(),
        key.name(),
        wire.getNamespace(),
        wire.getService(),
        wire.getPort(),
        wire.hasTls() ? upstreamTls(wire.getTls()) : null);
  }

  private static UpstreamTls upstreamTls(dev.causeway.proto.v1.UpstreamTls wire) {
    return new UpstreamTls(
        wire.hasTrustBundle() ? wire.getTrustBundle() : null,
        wire.hasVerifyName() ? wire.getVerifyName() : null);
  }

  private static VirtualHost virtualHost(ResourceKey key, dev.causeway.proto.v1.VirtualHost wire)
      throws UndecodableResourceException {
    List<Rule> rules = new ArrayList<>(wire.getRulesCount());
    for (int i = 0; i < wire.getRulesCount(); i++) {
      rules.add(rule(wire.getRules(i), "rules[" + i + "]"));
    }
    return new VirtualHost(
        key.shard(), key.name(), wire.getOwnerNamespace(), rules, wire.getCertificatesList());
  }

  private static Rule rule(dev.causeway.proto.v1.Rule wire, String field)
      throws UndecodableResourceException {
    if (wire.getBackendsCount() == 0) {
      throw new UndecodableResourceException(
          Cause.MALFORMED, field + ".backends", "a rule has at least one backend");
    }
    List<WeightedUpstream> backends = new ArrayList<>(wire.getBackendsCount());
    for (int i = 0; i < wire.getBackendsCount(); i++) {
      dev.causeway.proto.v1.WeightedUpstream backend = wire.getBackends(i);
      backends.add(
          bounded(
              field + ".backends[" + i + "].weight",
              () -> new WeightedUpstream(backend.getUpstream(), backend.getWeight())));
    }
    return new Rule(
        new RouteRef(wire.getRouteNamespace(), wire.getRouteName()),
        wire.getPath(),
        WireEnums.termination(wire.getTermination()),
        WireEnums.insecurePolicy(wire.getInsecurePolicy()),
        backends,
        policies(wire.getPolicies(), field + ".policies"),
        wire.getFiltersList(),
        wire.getRequiresList());
  }

  private static RulePolicies policies(dev.causeway.proto.v1.RulePolicies wire, String field)
      throws UndecodableResourceException {
    return new RulePolicies(
        wire.getServerTimeoutMillis(),
        wire.getTunnelTimeoutMillis(),
        WireEnums.balance(wire.getBalance()),
        WireEnums.forwarded(wire.getForwarded()),
        textOrNull(wire.hasHsts(), wire.getHsts()),
        textOrNull(wire.hasRewriteTarget(), wire.getRewriteTarget()),
        wire.hasAffinity() ? PolicyCodec.affinity(wire.getAffinity()) : null,
        wire.getHealthCheckIntervalMillis(),
        wire.getPodConnections(),
        PolicyCodec.accessList(wire, field),
        PolicyCodec.rateLimits(wire),
        PolicyCodec.headerActions(wire.getHeaderActions()),
        wire.getAdjustHeaderCase());
  }

  private static @Nullable String textOrNull(boolean present, String text) {
    return present ? text : null;
  }

  private static EndpointSet endpointSet(ResourceKey key, dev.causeway.proto.v1.EndpointSet wire)
      throws UndecodableResourceException {
    List<Endpoint> endpoints = new ArrayList<>(wire.getEndpointsCount());
    for (int i = 0; i < wire.getEndpointsCount(); i++) {
      dev.causeway.proto.v1.Endpoint endpoint = wire.getEndpoints(i);
      String field = "endpoints[" + i + "]";
      AppProtocol protocol = WireEnums.protocol(endpoint.getProtocol(), field + ".protocol");
      endpoints.add(
          bounded(
              field + ".port",
              () ->
                  new Endpoint(
                      endpoint.getId(),
                      endpoint.getAddress(),
                      endpoint.getPort(),
                      protocol,
                      endpoint.getPlaceholder())));
    }
    return new EndpointSet(key.shard(), key.name(), endpoints);
  }

  /** Names {@code field}, the only one whose bounds {@code constructor} checks. */
  private static <T> T bounded(String field, Supplier<T> constructor)
      throws UndecodableResourceException {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      throw new UndecodableResourceException(
          Cause.MALFORMED, field, String.valueOf(e.getMessage()));
    }
  }
}
