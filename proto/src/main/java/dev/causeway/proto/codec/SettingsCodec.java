package dev.causeway.proto.codec;

import dev.causeway.routing.model.HeaderPolicies;
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
}
