package dev.causeway.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which endpoints a router could never connect to. */
class EndpointCheckTest {
  private static List<ResourceProblem> problems(Endpoint... endpoints) {
    return EndpointCheck.problems(new EndpointSet("default", "u", List.of(endpoints)));
  }

  private static Endpoint at(String id, String address) {
    return new Endpoint(id, address, 8080, AppProtocol.HTTP1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.test", "10.0.0.256", "0.0.0.0", "::", "224.0.0.1", "ff02::1"})
  void addressThatNamesNoHostIsFoundWithItsPlace(String address) {
    assertThat(problems(at("a", "10.0.0.1"), at("b", address)))
        .containsExactly(
            new ResourceProblem(
                Code.INVALID_VALUE,
                "endpoints[1].address",
                "\"" + address + "\" is no address of one host"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "fd00::1", "::1", "169.254.1.1"})
  void addressOfOneHostIsFine(String address) {
    assertThat(problems(at("a", address))).isEmpty();
  }

  @Test
  void everyIdStandsOnce() {
    assertThat(problems(at("a", "10.0.0.1"), at("a", "10.0.0.2")))
        .extracting(ResourceProblem::field)
        .isEqualTo(Arrays.asList("endpoints[1].id"));
    assertThat(problems()).isEmpty();
  }
}
