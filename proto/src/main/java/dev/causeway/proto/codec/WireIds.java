package dev.causeway.proto.codec;

import com.google.protobuf.ByteString;
import dev.causeway.proto.v1.ResourceName;
import dev.causeway.proto.v1.ResourceVersion;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.SnapshotId;

/** Names, versions and ids in both forms. */
public final class WireIds {
  private WireIds() {}

  /** Returns {@code key} as it travels. */
  public static ResourceName name(ResourceKey key) {
    return ResourceName.newBuilder()
        .setShard(key.shard())
        .setKind(kind(key.kind()))
        .setName(key.name())
        .build();
  }

  /** Returns {@code key} at {@code hash} as it travels in an inventory. */
  public static ResourceVersion version(ResourceKey key, ContentHash hash) {
    return ResourceVersion.newBuilder().setId(name(key)).setHash(hash(hash)).build();
  }

  /**
   * Returns the key that {@code name} stands for.
   *
   * @throws UndecodableResourceException if the kind is unknown to this build
   */
  public static ResourceKey key(ResourceName name) throws UndecodableResourceException {
    return new ResourceKey(name.getShard(), kind(name.getKind()), name.getName());
  }

  /** Returns the wire form of {@code kind}. */
  public static dev.causeway.proto.v1.ResourceKind kind(ResourceKind kind) {
    return switch (kind) {
      case SETTINGS -> dev.causeway.proto.v1.ResourceKind.RESOURCE_KIND_SETTINGS;
      case CERTIFICATE -> dev.causeway.proto.v1.ResourceKind.RESOURCE_KIND_CERTIFICATE;
      case TRUST_BUNDLE -> dev.causeway.proto.v1.ResourceKind.RESOURCE_KIND_TRUST_BUNDLE;
      case UPSTREAM -> dev.causeway.proto.v1.ResourceKind.RESOURCE_KIND_UPSTREAM;
      case VIRTUAL_HOST -> dev.causeway.proto.v1.ResourceKind.RESOURCE_KIND_VIRTUAL_HOST;
      case TICKET_KEYS -> dev.causeway.proto.v1.ResourceKind.RESOURCE_KIND_TICKET_KEYS;
      case ENDPOINT_SET -> dev.causeway.proto.v1.ResourceKind.RESOURCE_KIND_ENDPOINT_SET;
    };
  }

  /**
   * Returns the kind that {@code kind} stands for.
   *
   * @throws UndecodableResourceException if it is unknown to this build
   */
  public static ResourceKind kind(dev.causeway.proto.v1.ResourceKind kind)
      throws UndecodableResourceException {
    return switch (kind) {
      case RESOURCE_KIND_SETTINGS -> ResourceKind.SETTINGS;
      case RESOURCE_KIND_CERTIFICATE -> ResourceKind.CERTIFICATE;
      case RESOURCE_KIND_TRUST_BUNDLE -> ResourceKind.TRUST_BUNDLE;
      case RESOURCE_KIND_UPSTREAM -> ResourceKind.UPSTREAM;
      case RESOURCE_KIND_VIRTUAL_HOST -> ResourceKind.VIRTUAL_HOST;
      case RESOURCE_KIND_TICKET_KEYS -> ResourceKind.TICKET_KEYS;
      case RESOURCE_KIND_ENDPOINT_SET -> ResourceKind.ENDPOINT_SET;
      case RESOURCE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new UndecodableResourceException(
              UndecodableResourceException.Cause.UNSUPPORTED, "kind", "the kind is unknown");
    };
  }

  /** Returns {@code hash} as it travels. */
  public static ByteString hash(ContentHash hash) {
    return ByteString.copyFrom(hash.toBytes());
  }

  /**
   * Returns the version that {@code bytes} stand for.
   *
   * @throws UndecodableResourceException if they are not 32 bytes
   */
  public static ContentHash hash(ByteString bytes) throws UndecodableResourceException {
    if (bytes.size() != ContentHash.SIZE) {
      throw new UndecodableResourceException(
          UndecodableResourceException.Cause.MALFORMED, "hash", "a hash has 32 bytes");
    }
    return ContentHash.fromBytes(bytes.toByteArray());
  }

  /** Returns {@code id} as it travels. */
  public static ByteString id(SnapshotId id) {
    return ByteString.copyFrom(id.toBytes());
  }

  /** Returns the id that {@code bytes} stand for; no bytes at all stand for the empty lane. */
  public static SnapshotId id(ByteString bytes) throws UndecodableResourceException {
    if (bytes.isEmpty()) {
      return SnapshotId.EMPTY;
    }
    if (bytes.size() != ContentHash.SIZE) {
      throw new UndecodableResourceException(
          UndecodableResourceException.Cause.MALFORMED, "root", "an id has 32 bytes");
    }
    return SnapshotId.of(bytes.toByteArray());
  }
}
