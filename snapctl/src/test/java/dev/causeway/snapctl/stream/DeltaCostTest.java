package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.model.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router played by hand, which counts what it is sent. */
final class DeltaCostTest {
  private static final int HOSTS = 10_000;

  @TempDir Path folder;

  @Test
  void oneChangedRouteSendsOneChangedVirtualHost() throws Exception {
    try (StreamBench bench = new StreamBench(folder)) {
      SnapshotShelf shelf = bench.shelf("one");
      List<Resource> everything = new ArrayList<>();
      everything.add(Given.settings());
      everything.add(Given.upstream("u"));
      everything.add(Given.endpoints("u", "10.0.0.1"));
      for (int i = 0; i < HOSTS; i++) {
        everything.add(Given.host("host-" + i + ".test", "ns", "", "u"));
      }
      shelf.publish(Given.SHARD, Given.update(everything, Set.of()));
      StreamServer server = bench.serve(shelf, new ManualScheduler());
      try (ScriptedRouter peer = bench.scriptedRouter(server)) {
        peer.hello();
        List<TransactionPart> full = peer.transaction();
        assertThat(full.size()).isGreaterThan(1);
        assertThat(full)
            .allSatisfy(part -> assertThat(part.getSerializedSize()).isLessThan(600 * 1024));
        assertThat(full.stream().mapToInt(TransactionPart::getResourcesCount).sum())
            .isEqualTo(HOSTS + 2);
        assertThat(full.getLast().getEndpointsCount()).isEqualTo(1);
        peer.accept(full.getLast());

        shelf.publish(Given.SHARD, Given.update(Given.host("host-77.test", "ns", "/changed", "u")));
        TransactionPart part = peer.onlyPart();
        assertThat(part.getResourcesList())
            .singleElement()
            .satisfies(
                resource -> assertThat(resource.getId().getName()).isEqualTo("host-77.test"));
        assertThat(part.getRemovedCount()).isZero();
        assertThat(part.getEndpointsCount()).isZero();
        assertThat(part.getSerializedSize()).isLessThan(600);

        // Many changes while the router is busy come as one transaction, and each host once.
        for (int i = 0; i < 50; i++) {
          shelf.publish(
              Given.SHARD, Given.update(Given.host("host-" + i % 5 + ".test", "ns", "/" + i, "u")));
        }
        peer.accept(part);
        assertThat(peer.onlyPart().getResourcesCount()).isEqualTo(5);
        assertThat(peer.pending()).isNull();
      }
    }
  }
}
