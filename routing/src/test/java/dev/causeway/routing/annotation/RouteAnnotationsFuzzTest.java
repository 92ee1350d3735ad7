package dev.causeway.routing.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Whatever an annotation holds, reading it ends in policies that routers can carry out. */
final class RouteAnnotationsFuzzTest {
  private static final Set<String> FILTERS = Set.of("tag", "limit");

  /** Lines such as {@code key: value}, in which {@code \n} stands for the end of a line. */
  @FuzzTest
  void annotationsAreReadOrRemarkedOn(byte[] data) {
    GivenRoute given = GivenRoute.route("shop", "cart");
    String text = new String(data, StandardCharsets.UTF_8);
    text.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              if (colon > 0) {
                String value = line.substring(colon + 2).replace("\\n", "\n").replace("\\r", "\r");
                given.annotation(line.substring(0, colon), value);
              }
            });
    RouteInput route = given.input();
    for (Termination termination : Termination.values()) {
      RouteAnnotations read =
          RouteAnnotations.read(
              route, termination, InsecurePolicy.NONE, 1, FILTERS, RouteDefaults.OKD);
      expectUsable(read.policies());
      for (Notice notice : read.notices()) {
        assertThat(notice.message()).isNotBlank();
        assertThat(notice.message().chars()).noneMatch(Character::isISOControl);
      }
      if (read.rejection() == null) {
        assertThat(FILTERS).containsAll(read.filters());
      } else {
        assertThat(read.rejection().message().chars()).noneMatch(Character::isISOControl);
      }
    }
  }

  private static void expectUsable(RulePolicies policies) {
    assertThat(policies.serverTimeoutMillis()).isBetween(1L, Durations.MAX_MILLIS);
    assertThat(policies.tunnelTimeoutMillis()).isBetween(1L, Durations.MAX_MILLIS);
    assertThat(policies.healthCheckIntervalMillis()).isBetween(0L, Durations.MAX_MILLIS);
    assertThat(policies.podConnections()).isNotNegative();
    if (policies.hsts() != null) {
      assertThat(policies.hsts()).containsIgnoringCase("max-age");
      assertThat(policies.hsts().chars()).allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
    }
    if (policies.rewriteTarget() != null) {
      assertThat(policies.rewriteTarget()).startsWith("/");
      assertThat(policies.rewriteTarget().chars()).noneMatch(Character::isISOControl);
    }
    if (policies.affinity() != null) {
      assertThat(policies.affinity().cookie()).matches("[a-zA-Z0-9_-]+");
    }
    if (policies.accessList() != null) {
      assertThat(policies.accessList().networks()).isNotEmpty();
    }
  }
}
