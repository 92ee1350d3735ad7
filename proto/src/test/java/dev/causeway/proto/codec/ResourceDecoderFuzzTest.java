package dev.causeway.proto.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import dev.causeway.proto.v1.ResourceKind;
import dev.causeway.proto.v1.ResourceName;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.version.ContentHash;
import java.util.Arrays;

/** Bytes of a peer: a router refuses a resource it cannot read, and nothing else happens. */
final class ResourceDecoderFuzzTest {

  /** The first byte chooses the kind, the rest is the body. */
  @FuzzTest
  void bodiesAreReadOrRefused(byte[] data) throws Exception {
    int kind = data.length == 0 ? 0 : Math.floorMod(data[0], ResourceKind.values().length);
    byte[] body = data.length == 0 ? data : Arrays.copyOfRange(data, 1, data.length);
    dev.causeway.proto.v1.Resource wire =
        dev.causeway.proto.v1.Resource.newBuilder()
            .setId(ResourceName.newBuilder().setShard("s").setName("n").setKindValue(kind))
            .setHash(ByteString.copyFrom(new byte[32]))
            .setBody(ByteString.copyFrom(body))
            .build();
    Resource resource;
    try {
      resource = ResourceDecoder.decode(wire);
    } catch (UndecodableResourceException refused) {
      assertThat(refused).hasMessageNotContaining("null");
      return;
    }
    // What was read says the same on the wire: nothing is half understood.
    dev.causeway.proto.v1.Resource again =
        ResourceEncoder.encode(resource, ContentHash.of(resource));
    assertThat(ResourceDecoder.decode(again)).isEqualTo(resource);
  }
}
