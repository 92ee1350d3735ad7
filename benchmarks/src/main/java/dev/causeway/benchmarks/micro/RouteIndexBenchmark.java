package dev.causeway.benchmarks.micro;

import dev.causeway.routing.match.Match;
import dev.causeway.routing.match.RouteIndex;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What finding the rule of a request costs, and what changing one host costs, as the number of
 * hosts grows: the first must not depend on it, the second only by a copy of the table.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteIndexBenchmark {

  private static final int VARIANTS = 1 << 10;

  /** Number of hosts in the index. */
  @Param({"10", "10000", "100000"})
  public int hosts;

  private RouteIndex<Rule> index = RouteIndex.empty();
  private List<String> authorities = List.of();
  private VirtualHost changed = host(0);
  private int next;

  /** Builds the index and requests spread over its hosts. */
  @Setup
  public void build() {
    List<VirtualHost> all = IntStream.range(0, hosts).mapToObj(RouteIndexBenchmark::host).toList();
    index = RouteIndex.<Rule>empty().with(all, Set.of(), (host, rule) -> rule);
    authorities = new ArrayList<>();
    for (int at = 0; at < VARIANTS; at++) {
      authorities.add(all.get((int) ((long) at * hosts / VARIANTS)).name());
    }
    changed = host(hosts / 2);
  }

  /** Finds the rule of a request whose path is one level below a rule's. */
  @Benchmark
  public Match<Rule> match() {
    next = (next + 1) & (VARIANTS - 1);
    return index.match(false, authorities.get(next), "/api/orders/17?full=1");
  }

  /** Replaces one host. */
  @Benchmark
  public RouteIndex<Rule> replaceOneHost() {
    return index.with(List.of(changed), Set.of(), (host, rule) -> rule);
  }

  private static VirtualHost host(int number) {
    String name = "shop-" + number + ".apps.example.com";
    return new VirtualHost(
        "default", name, "shop", List.of(rule("/api/orders"), rule("/api"), rule("")), List.of());
  }

  private static Rule rule(String path) {
    return new Rule(
        new RouteRef("shop", "route"),
        path,
        Termination.NONE,
        InsecurePolicy.NONE,
        List.of(new WeightedUpstream("shop/orders:http", 100)),
        RulePolicies.basic(30_000, 3_600_000, Balance.RANDOM, ForwardedPolicy.APPEND),
        List.of(),
        List.of());
  }
}
