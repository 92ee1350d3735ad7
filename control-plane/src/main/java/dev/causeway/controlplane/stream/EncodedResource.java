package dev.causeway.controlplane.stream;

import dev.causeway.proto.codec.ResourceEncoder;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.version.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * One version of a resource together with its wire form, which is made when the first stream needs
 * it and shared by all others. Held by the snapshots that contain the version, so the bytes go when
 * the last of these goes.
 */
final class EncodedResource {
  private final Resource resource;
  private final ContentHash hash;
  private volatile dev.causeway.proto.v1.@Nullable Resource wire;

  EncodedResource(Resource resource, ContentHash hash) {
    this.resource = resource;
    this.hash = hash;
  }

  /** Returns the wire form. Two threads may make it at the same time; the results are equal. */
  dev.causeway.proto.v1.Resource wire() {
    dev.causeway.proto.v1.Resource present = wire;
    if (present == null) {
      present = ResourceEncoder.encode(resource, hash);
      wire = present;
    }
    return present;
  }

  ContentHash hash() {
    return hash;
  }
}
