package dev.causeway.routing.admission;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.pem.ServingCertificate;
import dev.causeway.testkit.Behaviour;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderActionReaderTest {

  @ParameterizedTest
  @Behaviour("RT-055")
  @ValueSource(strings = {"", "X A", "X:A", "Ä", "X(A)", "\u212A"})
  void otherNamesAreNoHeaders(String name) {
    assertThat(rejected(any().requestHeader(name, "x"))).contains("request[0].name");
  }

  @ParameterizedTest
  @Behaviour("RT-056")
  @ValueSource(strings = {"Strict-Transport-Security", "proxy", "Cookie", "SET-COOKIE"})
  void someHeadersMayNotBeEdited(String name) {
    assertThat(rejected(any().responseHeader(name, null))).contains("may not be edited");
  }

  @Test
  @Behaviour("RT-055")
  void aNameOccursOnceInItsSpelling() {
    assertThat(rejected(any().requestHeader("X-A", "1").requestHeader("X-A", null)))
        .contains("request[1].name")
        .contains("occurs twice");
    assertThat(rejected(any().requestHeader("X-A", "1").requestHeader("x-a", "2"))).isEmpty();
    assertThat(rejected(any().requestHeader("Host", "1").responseHeader("Host", "2"))).isEmpty();
  }

  @Test
  @Behaviour("RT-055")
  void aListHoldsTwentyEntries() {
    GivenRoute route = any();
    for (int i = 0; i < 20; i++) {
      route.requestHeader("X-" + i, "1").responseHeader("X-" + i, "1");
    }
    assertThat(rejected(route)).isEmpty();
    assertThat(rejected(route.responseHeader("X-A", "1"))).contains("more than 20");
  }

  @Test
  @Behaviour("RT-057")
  void setNeedsAValueAndDeleteHasNone() {
    assertThat(problems(new HeaderActionsInput.Edit("X-A", "Set", null), false))
        .containsExactly("spec.httpHeaders.actions.request[0].action.set.value");
    assertThat(problems(new HeaderActionsInput.Edit("X-A", "Set", ""), false))
        .containsExactly("spec.httpHeaders.actions.request[0].action.set.value");
    assertThat(problems(new HeaderActionsInput.Edit("X-A", "Delete", "x"), false))
        .containsExactly("spec.httpHeaders.actions.request[0].action.set");
    assertThat(problems(new HeaderActionsInput.Edit("X-A", "Delete", null), false)).isEmpty();
    assertThat(problems(new HeaderActionsInput.Edit("X-A", "Add", "x"), false))
        .containsExactly("spec.httpHeaders.actions.request[0].action.type");
  }

  @Test
  @Behaviour("RT-058")
  void valuesFollowTheGrammar() {
    assertThat(rejected(any().requestHeader("X-A", "%[env(HOME)]")))
        .contains("spec.httpHeaders.actions.request[0].action.set.value")
        .contains("req.hdr");
  }

  @Test
  @Behaviour("RT-059")
  void passthroughHasNoHeaders() {
    assertThat(rejected(any().tls("passthrough").requestHeader("X-A", "1")))
        .contains("passthrough");
  }

  @Test
  @Behaviour({"RT-056", "IC-030"})
  void anIngressControllerMayNotEditHostEither() {
    assertThat(problems(new HeaderActionsInput.Edit("Host", "Set", "x"), true))
        .containsExactly("spec.httpHeaders.actions.request[0].name");
  }

  private static List<String> problems(HeaderActionsInput.Edit edit, boolean hostForbidden) {
    List<String> problems = new ArrayList<>();
    HeaderActionReader.read(
        new HeaderActionsInput(List.of(edit), List.of()),
        hostForbidden,
        (field, message) -> problems.add(field),
        (field, message) -> {});
    return problems;
  }

  private static GivenRoute any() {
    return route("web", "shop").host("x.test");
  }

  private static String rejected(GivenRoute route) {
    return switch (RouteValidation.validate(
        route.input(), key -> null, fields -> new ServingCertificate.Absent())) {
      case RouteValidation.Invalid invalid -> invalid.rejection().message();
      case RouteValidation.Valid valid -> "";
    };
  }
}
