package dev.causeway.proto.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.version.ContentHash;

/** From the model to the wire. */
public final class ResourceEncoder {
  private ResourceEncoder() {}

  /** Returns {@code resource} with its content, including private keys and ticket keys. */
  public static dev.causeway.proto.v1.Resource encode(Resource resource, ContentHash hash) {
    return dev.causeway.proto.v1.Resource.newBuilder()
        .setId(WireIds.name(resource.key()))
        .setHash(WireIds.hash(hash))
        .setBody(body(resource).toByteString())
        .build();
  }

  private static Message body(Resource resource) {
    return switch (resource) {
      case Settings settings -> settings(settings);
      case Certificate certificate -> certificate(certificate);
      case TrustBundle bundle -> trustBundle(bundle);
      case Upstream upstream -> upstream(upstream);
      case VirtualHost host -> virtualHost(host);
      case EndpointSet set -> endpointSet(set);
      case TicketKeys keys -> ticketKeys(keys);
    };
  }

  /** Returns the body of shard settings. */
  public static dev.causeway.proto.v1.Settings settings(Settings settings) {
    var wire =
        dev.causeway.proto.v1.Settings.newBuilder()
            .setDomain(settings.domain())
            .addAllDefaultCertificates(settings.defaultCertificates())
            .setHttp2(settings.http2())
            .setConnectTimeoutMillis(settings.connectTimeoutMillis())
            .setClientTimeoutMillis(settings.clientTimeoutMillis())
            .setRequestHeadTimeoutMillis(settings.requestHeadTimeoutMillis())
            .setKeepAliveTimeoutMillis(settings.keepAliveTimeoutMillis())
            .setInspectDelayMillis(settings.inspectDelayMillis())
            .setTuning(SettingsCodec.tuning(settings.tuning()))
            .setHeaders(SettingsCodec.headers(settings.headers()))
            .setTls(SettingsCodec.tls(settings.tls()))
            .setBalancing(SettingsCodec.balancing(settings.balancing()))
            .setClientConnections(SettingsCodec.connections(settings.connections()));
    AccessLogging accessLog = settings.accessLog();
    if (accessLog != null) {
      wire.setAccessLog(AccessLogCodec.accessLog(accessLog));
    }
    String unavailable = settings.errorPages().unavailable();
    if (unavailable != null) {
      wire.setUnavailablePage(unavailable);
    }
    String notFound = settings.errorPages().notFound();
    if (notFound != null) {
      wire.setNotFoundPage(notFound);
    }
    return wire.build();
  }

  private static dev.causeway.proto.v1.Certificate certificate(Certificate certificate) {
    return dev.causeway.proto.v1.Certificate.newBuilder()
        .addAllChain(certificate.chain().stream().map(ResourceEncoder::bytes).toList())
        .setAlgorithm(WireEnums.keyAlgorithm(certificate.algorithm()))
        .setPrivateKey(UnsafeByteOperations.unsafeWrap(certificate.privateKey().reveal()))
        .build();
  }

  private static dev.causeway.proto.v1.TicketKeys ticketKeys(TicketKeys keys) {
    var wire = dev.causeway.proto.v1.TicketKeys.newBuilder();
    for (TicketKeys.TicketKey key : keys.keys()) {
      wire.addKeys(
          dev.causeway.proto.v1.TicketKey.newBuilder()
              .setId(key.id())
              .setSecret(UnsafeByteOperations.unsafeWrap(key.secret().reveal())));
    }
    return wire.build();
  }

  private static dev.causeway.proto.v1.TrustBundle trustBundle(TrustBundle bundle) {
    return dev.causeway.proto.v1.TrustBundle.newBuilder()
        .addAllCertificates(bundle.certificates().stream().map(ResourceEncoder::bytes).toList())
        .setChecksRevocation(bundle.checksRevocation())
        .addAllRevocationLists(
            bundle.revocationLists().stream().map(ResourceEncoder::bytes).toList())
        .build();
  }

  private static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.toArray());
  }

  /** Returns the body of an upstream. */
  public static dev.causeway.proto.v1.Upstream upstream(Upstream upstream) {
    var wire =
        dev.causeway.proto.v1.Upstream.newBuilder()
            .setNamespace(upstream.namespace())
            .setService(upstream.service())
            .setPort(upstream.port());
    UpstreamTls tls = upstream.tls();
    if (tls != null) {
      var wireTls = dev.causeway.proto.v1.UpstreamTls.newBuilder();
      String trustBundle = tls.trustBundle();
      if (trustBundle != null) {
        wireTls.setTrustBundle(trustBundle);
      }
      String verifyName = tls.verifyName();
      if (verifyName != null) {
        wireTls.setVerifyName(verifyName);
      }
      wire.setTls(wireTls);
    }
    return wire.build();
  }

  /** Returns the body of a virtual host. */
  public static dev.causeway.proto.v1.VirtualHost virtualHost(VirtualHost host) {
    return dev.causeway.proto.v1.VirtualHost.newBuilder()
        .setOwnerNamespace(host.ownerNamespace())
        .addAllRules(host.rules().stream().map(ResourceEncoder::rule).toList())
        .addAllCertificates(host.certificates())
        .build();
  }

  private static dev.causeway.proto.v1.Rule rule(Rule rule) {
    return dev.causeway.proto.v1.Rule.newBuilder()
        .setRouteNamespace(rule.route().namespace())
        .setRouteName(rule.route().name())
        .setPath(rule.path())
        .setTermination(WireEnums.termination(rule.termination()))
        .setInsecurePolicy(WireEnums.insecurePolicy(rule.insecurePolicy()))
        .addAllBackends(
            rule.backends().stream()
                .map(
                    backend ->
                        dev.causeway.proto.v1.WeightedUpstream.newBuilder()
                            .setUpstream(backend.upstream())
                            .setWeight(backend.weight())
                            .build())
                .toList())
        .setPolicies(policies(rule.policies()))
        .addAllFilters(rule.filters())
        .addAllRequires(rule.requires())
        .build();
  }

  private static dev.causeway.proto.v1.RulePolicies policies(RulePolicies policies) {
    var wire =
        dev.causeway.proto.v1.RulePolicies.newBuilder()
            .setServerTimeoutMillis(policies.serverTimeoutMillis())
            .setTunnelTimeoutMillis(policies.tunnelTimeoutMillis())
            .setBalance(WireEnums.balance(policies.balance()))
            .setForwarded(WireEnums.forwarded(policies.forwarded()))
            .setHealthCheckIntervalMillis(policies.healthCheckIntervalMillis())
            .setPodConnections(policies.podConnections());
    String hsts = policies.hsts();
    if (hsts != null) {
      wire.setHsts(hsts);
    }
    String rewriteTarget = policies.rewriteTarget();
    if (rewriteTarget != null) {
      wire.setRewriteTarget(rewriteTarget);
    }
    PolicyCodec.encode(policies, wire);
    return wire.build();
  }

  /** Returns the body of an endpoint set. */
  public static dev.causeway.proto.v1.EndpointSet endpointSet(EndpointSet set) {
    return dev.causeway.proto.v1.EndpointSet.newBuilder()
        .addAllEndpoints(set.endpoints().stream().map(ResourceEncoder::endpoint).toList())
        .build();
  }

  private static dev.causeway.proto.v1.Endpoint endpoint(Endpoint endpoint) {
    return dev.causeway.proto.v1.Endpoint.newBuilder()
        .setId(endpoint.id())
        .setAddress(endpoint.address())
        .setPort(endpoint.port())
        .setProtocol(WireEnums.protocol(endpoint.protocol()))
        .setPlaceholder(endpoint.placeholder())
        .build();
  }
}
