package dev.causeway.routing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.RouteAge;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.given.Given;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.TlsInput;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.testkit.Behaviour;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten thousand edits of one cluster. After each, the Routes that hold their hosts are those that a
 * comparison of every Route with every older one lets hold them, and all of these are served.
 */
class LongHistoryTest {
  private static final int STEPS = 10_000;
  private static final int STEPS_BETWEEN_FRESH_STARTS = 250;
  private static final RandomHistory.Certificates CERTIFICATES = RandomHistory.Certificates.make();

  private final PemCache pems = new PemCache();

  @ParameterizedTest
  @Behaviour({"HO-004", "HO-011", "HO-013"})
  @ValueSource(longs = {1, 2})
  void hostsGoToTheOldestAndNobodyServableIsLeftOut(long seed) {
    RandomHistory history = RandomHistory.wide(seed, CERTIFICATES);
    ShardCompiler compiler = new ShardCompiler(Given.OPTIONS, pems);
    Map<ObjectKey, Verdict> verdicts = new HashMap<>();
    int refused = 0;
    int admitted = 0;
    for (int step = 0; step < STEPS; step++) {
      CompileUpdate update = compiler.apply(history.step());
      verdicts.putAll(update.verdicts());
      verdicts.keySet().removeAll(update.forgotten());

      String where = "seed " + seed + " step " + step;
      List<RouteInput> contestants =
          history.routes().stream()
              .filter(route -> IncrementalCompileTest.holdsOrCouldHold(verdicts.get(route.key())))
              .sorted(RouteAge.OLDEST_FIRST)
              .toList();
      Set<String> losers = losers(contestants, verdicts, history.namespacesShareHosts());
      assertThat(keys(contestants, verdicts, Reason.HOST_ALREADY_CLAIMED))
          .as(where)
          .isEqualTo(losers);
      assertThat(served(compiler.resources()))
          .as(where)
          .isEqualTo(keys(contestants, verdicts, null));
      refused += losers.size();
      admitted += contestants.size() - losers.size();
      if (step % STEPS_BETWEEN_FRESH_STARTS == 0 || step == STEPS - 1) {
        assertFreshStartAgrees(history, compiler, where);
      }
    }
    // A history in which nobody loses, or nobody wins, would prove nothing.
    assertThat(refused).isGreaterThan(STEPS);
    assertThat(admitted).isGreaterThan(STEPS);
  }

  private static Set<String> losers(
      List<RouteInput> oldestFirst, Map<ObjectKey, Verdict> verdicts, boolean shared) {
    Set<String> losers = new TreeSet<>();
    List<RouteInput> holders = new ArrayList<>();
    for (RouteInput route : oldestFirst) {
      boolean wildcard = isWildcard(verdicts, route);
      boolean loses =
          holders.stream()
              .anyMatch(
                  older -> conflict(older, isWildcard(verdicts, older), route, wildcard, shared));
      if (loses) {
        losers.add(route.key().toString());
      } else {
        holders.add(route);
      }
    }
    return losers;
  }

  private static boolean isWildcard(Map<ObjectKey, Verdict> verdicts, RouteInput route) {
    Verdict verdict = verdicts.get(route.key());
    return verdict != null && verdict.wildcard();
  }

  /** HO-004 to HO-007, HO-014 and HO-018 to HO-020, of two Routes. */
  private static boolean conflict(
      RouteInput older, boolean olderWild, RouteInput younger, boolean wild, boolean shared) {
    boolean foreign = !shared && !older.key().namespace().equals(younger.key().namespace());
    boolean siblings = parent(older.host()).equals(parent(younger.host()));
    if (older.host().equals(younger.host()) || (olderWild && wild && siblings)) {
      return foreign
          || older.path().equals(younger.path())
          || (isPassthrough(older) && younger.tls() != null)
          || (isPassthrough(younger) && older.tls() != null);
    }
    return foreign && siblings && olderWild != wild;
  }

  private static String parent(String host) {
    return host.substring(host.indexOf('.') + 1);
  }

  private static boolean isPassthrough(RouteInput route) {
    TlsInput tls = route.tls();
    return tls != null && "passthrough".equals(tls.termination());
  }

  private static Set<String> keys(
      List<RouteInput> routes, Map<ObjectKey, Verdict> verdicts, @Nullable Reason reason) {
    Set<String> keys = new TreeSet<>();
    for (RouteInput route : routes) {
      Verdict verdict = verdicts.get(route.key());
      if (verdict != null && verdict.reason() == reason) {
        keys.add(route.key().toString());
      }
    }
    return keys;
  }

  private static Set<String> served(Collection<Resource> resources) {
    Set<String> served = new TreeSet<>();
    for (Resource resource : resources) {
      if (resource instanceof VirtualHost host) {
        host.rules()
            .forEach(
                rule ->
                    served.add(
                        new ObjectKey(
                                InputKind.ROUTE, rule.route().namespace(), rule.route().name())
                            .toString()));
      }
    }
    return served;
  }

  private void assertFreshStartAgrees(RandomHistory history, ShardCompiler compiler, String where) {
    ShardCompiler fresh = new ShardCompiler(Given.OPTIONS, pems);
    fresh.apply(history.everythingShuffled());
    assertThat(new HashSet<>(compiler.resources()))
        .as(where)
        .isEqualTo(new HashSet<>(fresh.resources()));
    assertThat(compiler.verdicts()).as(where).isEqualTo(fresh.verdicts());
    assertThat(compiler.notices()).as(where).isEqualTo(fresh.notices());
  }
}
