package dev.causeway.controlplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.manifests.ManifestReader;
import dev.causeway.manifests.ManifestSet;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.version.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Replicas that see the same folder in different order publish the same ids. */
class ReplicasAgreeTest {
  private static final int EDITS = 1_000;
  private static final String[] HOSTS = {"a.d", "b.d", "c.apps.test", "wild.apps.test", ""};
  private static final String[] PATHS = {"", "/", "/a", "/a/", "/a/b"};
  private static final String[] NAMESPACES = {"shop", "pay"};
  private static final String[] TLS = {
    "",
    "tls: {termination: edge}, ",
    "tls: {termination: edge, insecureEdgeTerminationPolicy: Redirect}, ",
    "tls: {termination: passthrough}, ",
    "tls: {termination: reencrypt, insecureEdgeTerminationPolicy: Allow}, ",
    "tls: {termination: nonsense}, "
  };

  private final ManifestReader reader = new ManifestReader();

  /** One control plane without its threads. */
  private static final class Replica {
    private final ManifestReader reader;
    private final ManifestSet files = new ManifestSet();
    private final Map<String, Snapshot> snapshots = new TreeMap<>();
    private final List<InputChange> waiting = new ArrayList<>();
    private final ShardSet shards =
        new ShardSet(
            List.of("default"),
            shard ->
                new CompileOptions(
                    shard,
                    "apps.test",
                    "openshift-ingress",
                    false,
                    true,
                    Set.of(),
                    "tickets",
                    "openshift-config",
                    null));

    Replica(ManifestReader reader) {
      this.reader = reader;
    }

    void see(String file, String text) {
      waiting.addAll(text.isEmpty() ? files.remove(file) : files.put(reader.read(file, text)));
    }

    void compile(Random random) {
      // The order of different objects is an accident of watching; of one object it is not.
      Map<Object, InputChange> last = new HashMap<>();
      waiting.forEach(change -> last.put(change.key(), change));
      List<InputChange> shuffled = new ArrayList<>(last.values());
      Collections.shuffle(shuffled, random);
      waiting.clear();
      Map<String, CompileUpdate> updates = shards.apply(shuffled);
      updates.forEach(
          (shard, update) ->
              snapshots.merge(
                  shard,
                  Snapshot.EMPTY.with(update.upserts(), update.removals()),
                  (before, fresh) -> before.with(update.upserts(), update.removals())));
      snapshots.keySet().retainAll(shards.shards());
    }

    Map<String, String> ids() {
      Map<String, String> ids = new TreeMap<>();
      snapshots.forEach(
          (shard, snapshot) ->
              ids.put(
                  shard,
                  snapshot.inventory(Lane.CONFIG).id()
                      + " "
                      + snapshot.inventory(Lane.ENDPOINTS).id()));
      return ids;
    }
  }

  @Test
  void afterEachOfAThousandEdits() {
    Random random = new Random(20261123);
    Replica eager = new Replica(reader);
    Replica shuffled = new Replica(reader);
    Map<String, String> folder = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (int edit = 0; edit < EDITS; edit++) {
      String file = "f" + random.nextInt(40) + ".yaml";
      String text = random.nextInt(6) == 0 ? "" : manifest(random);
      folder.put(file, text);
      eager.see(file, text);
      eager.compile(random);

      // The other replica sees an earlier state of some file in between, and compiles or not.
      if (random.nextBoolean()) {
        shuffled.see(file, manifest(random));
        if (random.nextBoolean()) {
          shuffled.compile(random);
        }
      }
      shuffled.see(file, text);
      shuffled.compile(random);

      assertThat(shuffled.ids()).as("after edit %d of %s", edit, file).isEqualTo(eager.ids());
      seen.add(eager.ids().toString());
      if (edit % 50 == 0) {
        assertThat(fresh(folder, random).ids())
            .as("fresh after edit %d", edit)
            .isEqualTo(eager.ids());
      }
    }
    assertThat(seen).as("different states").hasSizeGreaterThan(EDITS / 2);
  }

  /** A replica that starts now and meets the files in any order. */
  private Replica fresh(Map<String, String> folder, Random random) {
    Replica fresh = new Replica(reader);
    List<String> files = new ArrayList<>(folder.keySet());
    Collections.shuffle(files, random);
    for (String file : files) {
      String text = folder.get(file);
      if (text != null && !text.isEmpty()) {
        fresh.see(file, text);
        if (random.nextInt(5) == 0) {
          fresh.compile(random);
        }
      }
    }
    fresh.compile(random);
    return fresh;
  }

  private static String manifest(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      text.append(document(random)).append("---\n");
    }
    return text.toString();
  }

  private static String document(Random random) {
    String namespace = pick(random, NAMESPACES);
    String name = "n" + random.nextInt(12);
    return switch (random.nextInt(8)) {
      case 0 ->
          """
          apiVersion: v1
          kind: Service
          metadata: {name: %s, namespace: %s}
          spec: {ports: [{name: web, port: 80}]}
          """
              .formatted(name, namespace);
      case 1, 2 ->
          """
          apiVersion: discovery.k8s.io/v1
          kind: EndpointSlice
          metadata: {name: %s-%d, namespace: %s, labels: {kubernetes.io/service-name: %s}}
          addressType: IPv4
          endpoints: [{addresses: [10.0.0.%d], conditions: {ready: %b}}]
          ports: [{name: web, port: 8080, protocol: TCP}]
          """
              .formatted(
                  name,
                  random.nextInt(2),
                  namespace,
                  name,
                  1 + random.nextInt(200),
                  random.nextInt(4) > 0);
      case 3 ->
          """
          apiVersion: operator.openshift.io/v1
          kind: IngressController
          metadata: {name: %s, namespace: openshift-ingress-operator}
          spec:
            domain: %s
            routeSelector: {matchLabels: {shard: "%d"}}
            routeAdmission: {namespaceOwnership: %s, wildcardPolicy: WildcardsAllowed}
          """
              .formatted(
                  random.nextBoolean() ? "internal" : "public",
                  random.nextBoolean() ? "in.test" : "apps.test",
                  random.nextInt(2),
                  random.nextBoolean() ? "Strict" : "InterNamespaceAllowed");
      default ->
          """
          apiVersion: route.openshift.io/v1
          kind: Route
          metadata:
            name: %s
            namespace: %s
            uid: "%d"
            creationTimestamp: "2024-01-%02dT00:00:00Z"
            labels: {shard: "%d"}
          spec: {%s%spath: "%s", wildcardPolicy: %s, to: {kind: Service, name: n%d, weight: %d}}
          """
              .formatted(
                  name,
                  namespace,
                  random.nextInt(100),
                  1 + random.nextInt(28),
                  random.nextInt(2),
                  pick(random, TLS),
                  host(random),
                  pick(random, PATHS),
                  random.nextInt(5) == 0 ? "Subdomain" : "None",
                  random.nextInt(12),
                  random.nextInt(3) * 100);
    };
  }

  private static String host(Random random) {
    String host = pick(random, HOSTS);
    return host.isEmpty() ? "subdomain: s" + random.nextInt(3) + ", " : "host: " + host + ", ";
  }

  private static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }
}
