package dev.causeway.proto.codec;

import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.Tuning;

/** The groups inside a shard's settings, both ways. */
final class SettingsCodec {
  private SettingsCodec() {}

  static dev.causeway.proto.v1.Tuning tuning(Tuning tuning) {
    return dev.causeway.proto.v1.Tuning.newBuilder()
        .setClientFinTimeoutMillis(tuning.clientFinTimeoutMillis())
        .setServerFinTimeoutMillis(tuning.serverFinTimeoutMillis())
        .setHeaderBufferBytes(tuning.headerBufferBytes())
        .setHeaderRewriteBytes(tuning.headerRewriteBytes())
        .setMaxConnections(tuning.maxConnections())
        .build();
  }

  static Tuning tuning(dev.causeway.proto.v1.Tuning wire) {
    return new Tuning(
        wire.getClientFinTimeoutMillis(),
        wire.getServerFinTimeoutMillis(),
        wire.getHeaderBufferBytes(),
        wire.getHeaderRewriteBytes(),
        wire.getMaxConnections());
  }

  static dev.causeway.proto.v1.HeaderPolicies headers(HeaderPolicies headers) {
    var wire =
        dev.causeway.proto.v1.HeaderPolicies.newBuilder()
            .setActions(PolicyCodec.headerActions(headers.actions()))
            .addAllNames(headers.names())
            .addAllCompressedTypes(headers.compressedTypes());
    HeaderPolicies.UniqueId uniqueId = headers.uniqueId();
    if (uniqueId != null) {
      wire.setUniqueId(
          dev.causeway.proto.v1.UniqueId.newBuilder()
              .setName(uniqueId.name())
              .setFormat(uniqueId.format()));
    }
    return wire.build();
  }

  static HeaderPolicies headers(dev.causeway.proto.v1.HeaderPolicies wire) {
    return new HeaderPolicies(
        PolicyCodec.headerActions(wire.getActions()),
        wire.getNamesList(),
        wire.hasUniqueId()
            ? new HeaderPolicies.UniqueId(
                wire.getUniqueId().getName(), wire.getUniqueId().getFormat())
            : null,
        wire.getCompressedTypesList());
  }

  static dev.causeway.proto.v1.TlsSettings tls(TlsSettings tls) {
    var wire =
        dev.causeway.proto.v1.TlsSettings.newBuilder()
            .setMinimumVersion(WireEnums.tlsVersion(tls.profile().minimum()))
            .addAllSuites(tls.profile().suites())
            .addAllGroups(tls.profile().groups())
            .setPlatform(tls.profile().platform());
    ClientAuth auth = tls.clientAuth();
    if (auth != null) {
      var wireAuth =
          dev.causeway.proto.v1.ClientAuth.newBuilder()
              .setRequired(auth.required())
              .addAllSubjectPatterns(auth.subjectPatterns());
      String bundle = auth.trustBundle();
      if (bundle != null) {
        wireAuth.setTrustBundle(bundle);
      }
      wire.setClientAuth(wireAuth);
    }
    return wire.build();
  }

  static dev.causeway.proto.v1.Balancing balancing(Balancing balancing) {
    return dev.causeway.proto.v1.Balancing.newBuilder()
        .setHealthCheckIntervalMillis(balancing.healthCheckIntervalMillis())
        .setClosedClients(WireEnums.closedClients(balancing.closedClients()))
        .build();
  }

  static dev.causeway.proto.v1.ClientConnections connections(ClientConnections connections) {
    return dev.causeway.proto.v1.ClientConnections.newBuilder()
        .setProxyProtocol(connections.proxyProtocol())
        .setIgnoresEmpty(connections.ignoresEmpty())
        .setDefersIdle(connections.defersIdle())
        .setHardStopMillis(connections.hardStopMillis())
        .build();
  }

  static ClientConnections connections(dev.causeway.proto.v1.ClientConnections wire) {
    return new ClientConnections(
        wire.getProxyProtocol(),
        wire.getIgnoresEmpty(),
        wire.getDefersIdle(),
        wire.getHardStopMillis());
  }

  static TlsSettings tls(dev.causeway.proto.v1.TlsSettings wire)
      throws UndecodableResourceException {
    return new TlsSettings(
        new TlsProfile(
            WireEnums.tlsVersion(wire.getMinimumVersion()),
            wire.getSuitesList(),
            wire.getGroupsList(),
            wire.getPlatform()),
        wire.hasClientAuth() ? clientAuth(wire.getClientAuth()) : null);
  }

  private static ClientAuth clientAuth(dev.causeway.proto.v1.ClientAuth wire) {
    return new ClientAuth(
        wire.getRequired(),
        wire.hasTrustBundle() ? wire.getTrustBundle() : null,
        wire.getSubjectPatternsList());
  }

  static Balancing balancing(dev.causeway.proto.v1.Balancing wire)
      throws UndecodableResourceException {
    return new Balancing(
        wire.getHealthCheckIntervalMillis(), WireEnums.closedClients(wire.getClosedClients()));
  }
}
