package dev.causeway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two control planes with a folder each, which see the same edits in different order, in different
 * portions and with different states in between, publish the same ids after each of them.
 *
 * <p>A file with an unreadable document keeps the objects it held before, so what it says depends
 * on its past: such a file comes whole and without states in between.
 */
final class ReplicasAgreeIT {
  private static final long SEED = 20261123;
  private static final int EDITS = 1_000;

  @TempDir Path folder;

  /** A control plane and the order in which it meets things. */
  private static final class Replica {
    private final Cluster cluster;
    private final Path manifests;
    private final int management;
    private final Random order;
    private int step;

    Replica(Cluster cluster, Path manifests, long seed) throws Exception {
      this.cluster = cluster;
      this.manifests = Files.createDirectories(manifests);
      this.management = cluster.controlPlane(manifests).management();
      this.order = new Random(seed);
    }

    /** Applies an edit; {@link #published} tells what has become of it. */
    void apply(Map<String, String> edit, RandomEdits detours) throws IOException {
      List<String> files = new ArrayList<>(edit.keySet());
      Collections.shuffle(files, order);
      for (String file : files) {
        String text = edit.getOrDefault(file, "");
        if (!RandomEdits.isBroken(text) && order.nextInt(4) == 0) {
          write(file, order.nextInt(4) == 0 ? "" : detours.manifest());
          if (order.nextBoolean()) {
            mark();
            published();
          }
        }
        write(file, text);
        if (files.size() > 1 && order.nextInt(4) == 0) {
          mark();
          published();
        }
      }
      mark();
    }

    private void write(String file, String text) throws IOException {
      Path path = manifests.resolve(file);
      if (text.isEmpty()) {
        Files.deleteIfExists(path);
      } else if (!RandomEdits.isBroken(text) && order.nextInt(3) == 0) {
        Files.writeString(path, text); // may be met half written
      } else {
        Path next = Files.writeString(manifests.resolve("." + file + ".next"), text);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
      }
    }

    /**
     * Writes a manifest that cannot be used. A directory's changes are noticed in order, and the
     * problems of the manifests are told after all shards have been published, so the problem of
     * this one tells that everything written before it is out.
     */
    void mark() throws IOException {
      step++;
      write(
          "zz-step.yaml",
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: %s}
          data: {none: "!"}
          """
              .formatted(marker()));
    }

    private String marker() {
      return "step-" + step + "-of-this-replica";
    }

    /** Waits until everything up to the last mark is published, and returns what that is. */
    JsonNode published() {
      String[] body = new String[1];
      Eventually.holds(
          () -> {
            body[0] = cluster.web().snapshotText(management);
            if (!body[0].contains(marker())) {
              throw new AssertionError(marker() + " is not published");
            }
          });
      return comparable(cluster.web().tree(body[0].replace(marker(), "step")));
    }
  }

  /**
   * What replicas have in common: everything but times and serials. A shard without settings is
   * withdrawn; only a replica that met its IngressController in between knows that it was there.
   */
  private static JsonNode comparable(JsonNode body) {
    ((ObjectNode) body).remove("subscribers");
    for (Iterator<JsonNode> shards = body.path("shards").iterator(); shards.hasNext(); ) {
      ObjectNode shard = (ObjectNode) shards.next();
      shard.remove("published");
      shard.remove("serial");
      if (shard.path("resources").isEmpty()) {
        shards.remove();
      }
    }
    return body;
  }

  @Test
  void afterEachOfAThousandEdits() throws Exception {
    try (Cluster cluster = new Cluster(folder)) {
      List<X509Bundle> certificates =
          List.of(cluster.identities().host("a.test"), cluster.identities().host("b.test"));
      RandomEdits edits = new RandomEdits(SEED, certificates);
      RandomEdits detours = new RandomEdits(SEED + 1, certificates);
      Replica one = new Replica(cluster, folder.resolve("one"), SEED + 2);
      Replica two = new Replica(cluster, folder.resolve("two"), SEED + 3);
      Set<String> ids = new HashSet<>();
      Set<String> shards = new HashSet<>();
      for (int edit = 0; edit < EDITS; edit++) {
        Map<String, String> files = edits.next();
        one.apply(files, detours);
        two.apply(files, detours);
        JsonNode first = one.published();
        assertThat(two.published()).as("after edit %d, of %s", edit, files).isEqualTo(first);
        JsonNode shard = first.path("shards").path("default");
        ids.add(shard.path("config").asText() + shard.path("endpoints").asText());
        first.path("shards").fieldNames().forEachRemaining(shards::add);
      }
      assertThat(ids).as("different snapshots").hasSizeGreaterThan(EDITS / 3);
      assertThat(shards).contains("default", "internal", "public");

      // A replica that starts now and has no past agrees as well.
      Map<String, String> repaired = edits.repairAll();
      one.apply(repaired, detours);
      two.apply(repaired, detours);
      JsonNode last = one.published();
      assertThat(two.published()).isEqualTo(last);
      Replica fresh = new Replica(cluster, folder.resolve("one"), SEED + 4);
      fresh.mark();
      assertThat(fresh.published()).isEqualTo(last);
    }
  }
}
