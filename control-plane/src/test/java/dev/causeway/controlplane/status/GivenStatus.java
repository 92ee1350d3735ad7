package dev.causeway.controlplane.status;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Verdicts and updates as a compiler makes them. */
public final class GivenStatus {
  private GivenStatus() {}

  public static ObjectKey route(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? new ObjectKey(InputKind.ROUTE, "shop", name)
        : new ObjectKey(InputKind.ROUTE, name.substring(0, slash), name.substring(slash + 1));
  }

  public static Verdict admitted(String name, String uid, String host) {
    return admitted(name, uid, 0, host);
  }

  public static Verdict admitted(String name, String uid, long generation, String host) {
    return new Verdict(
        route(name), uid, generation, Origin.UNKNOWN, "default", host, false, null, "", "");
  }

  public static Verdict wildcard(String name, String uid, String host) {
    return new Verdict(route(name), uid, 0, Origin.UNKNOWN, "default", host, true, null, "", "");
  }

  public static Verdict rejected(
      String name, String uid, String host, Reason reason, String message) {
    return new Verdict(
        route(name), uid, 0, Origin.UNKNOWN, "default", host, false, reason, "spec.host", message);
  }

  public static CompileUpdate decided(Verdict... verdicts) {
    return decided(Arrays.asList(verdicts));
  }

  public static CompileUpdate decided(List<Verdict> verdicts) {
    return new CompileUpdate(
        List.of(),
        Set.of(),
        verdicts.stream().collect(Collectors.toMap(Verdict::route, verdict -> verdict)),
        Set.of(),
        Map.of());
  }

  /** Returns an admitted Route with what it was compiled into; a version is one of its content. */
  public static CompileUpdate served(
      String name, String uid, long generation, String host, int version) {
    return served(List.of(admitted(name, uid, generation, host)), version);
  }

  /** Returns admitted Routes, each with a host of its own. */
  public static CompileUpdate served(List<Verdict> verdicts, int version) {
    List<Resource> resources = new ArrayList<>();
    Map<ObjectKey, Verdict> byRoute = new HashMap<>();
    for (Verdict verdict : verdicts) {
      String upstream = verdict.route().namespace() + "/" + verdict.route().name() + ":8080";
      resources.add(
          new Upstream("default", upstream, "shop", verdict.route().name(), "8080", null));
      resources.add(
          new VirtualHost(
              "default",
              verdict.host(),
              verdict.route().namespace(),
              List.of(
                  new Rule(
                      new RouteRef(verdict.route().namespace(), verdict.route().name()),
                      "/" + version,
                      Termination.NONE,
                      InsecurePolicy.NONE,
                      List.of(new WeightedUpstream(upstream, 100)),
                      RulePolicies.basic(30_000, 3_600_000, Balance.RANDOM, ForwardedPolicy.APPEND),
                      List.of(),
                      List.of())),
              List.of()));
      byRoute.put(verdict.route(), verdict);
    }
    return new CompileUpdate(resources, Set.of(), byRoute, Set.of(), Map.of());
  }

  public static ResourceKey host(String host) {
    return new ResourceKey("default", ResourceKind.VIRTUAL_HOST, host);
  }

  public static CompileUpdate domain(String shard, String domain) {
    return new CompileUpdate(
        List.of(
            new Settings(
                shard,
                domain,
                List.of(),
                true,
                1,
                1,
                1,
                1,
                1,
                ErrorPages.BUILT_IN,
                TlsSettings.DEFAULT)),
        Set.of(),
        Map.of(),
        Set.of(),
        Map.of());
  }

  public static CompileUpdate forgotten(String... names) {
    return new CompileUpdate(
        List.of(),
        Set.of(),
        Map.of(),
        Arrays.stream(names).map(GivenStatus::route).collect(Collectors.toSet()),
        Map.of());
  }

  public static CompileUpdate noticed(String name, String... messages) {
    return new CompileUpdate(
        List.of(),
        Set.of(),
        Map.of(),
        Set.of(),
        Map.of(
            route(name),
            Arrays.stream(messages)
                .map(
                    message ->
                        new Notice(
                            route(name),
                            Origin.UNKNOWN,
                            "metadata.annotations[haproxy.router.openshift.io/timeout]",
                            message))
                .toList()));
  }
}
