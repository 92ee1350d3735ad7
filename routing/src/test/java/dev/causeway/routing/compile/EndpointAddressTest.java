package dev.causeway.routing.compile;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.given.Given;
import dev.causeway.routing.input.EndpointSliceInput.SliceEndpoint;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.testkit.Behaviour;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses of EndpointSlices are never connected to. */
class EndpointAddressTest {

  /** Returns a compiler that was given a Route and an EndpointSlice with addresses. */
  private static ShardCompiler compiled(CompileOptions options, String... addresses) {
    ShardCompiler compiler = new ShardCompiler(options);
    compiler.apply(
        List.of(
            route("web", "shop").host("x.test").put(),
            new InputChange.Put(
                Given.slice(
                    "web",
                    "a",
                    "app",
                    addresses[0].contains(":") ? "IPv6" : "IPv4",
                    Arrays.stream(addresses)
                        .map(address -> new SliceEndpoint(List.of(address), true, null))
                        .toList(),
                    List.of(Given.http(8080))))));
    return compiler;
  }

  private static List<String> served(ShardCompiler compiler) {
    return compiler.resources().stream()
        .filter(EndpointSet.class::isInstance)
        .flatMap(set -> ((EndpointSet) set).endpoints().stream())
        .map(endpoint -> endpoint.address())
        .toList();
  }

  @ParameterizedTest
  @Behaviour("EP-007")
  @ValueSource(
      strings = {
        "0.0.0.0",
        "127.0.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "168.63.129.16",
        "::",
        "::1",
        "fe80::1",
        "ff02::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "::168.63.129.16",
        "fe80::1%eth0",
        "10.0.0.01",
        "10.1",
        "localhost"
      })
  void dangerousAddressesAreDroppedAndSaid(String address) {
    ShardCompiler compiler = compiled(Given.OPTIONS, address);

    assertThat(served(compiler)).isEmpty();
    assertThat(compiler.notices()).hasSize(1);
  }

  @Test
  @Behaviour("EP-007")
  void addressOfAMetadataServiceIsDroppedAndTheOthersStay() {
    ShardCompiler compiler = compiled(Given.OPTIONS, "169.254.169.254", "10.0.0.1", "127.0.0.1");

    assertThat(served(compiler)).containsExactly("10.0.0.1");
    assertThat(compiler.notices().values().stream().flatMap(List::stream)).hasSize(2);
  }

  @Test
  void demoMayKeepLoopbackAndNothingElse() {
    CompileOptions demo =
        new CompileOptions(
            "default", "apps.test", "ops", true, true, Set.of(), "", "openshift-config", null);

    assertThat(served(compiled(demo, "127.0.0.2", "169.254.169.254"))).containsExactly("127.0.0.2");
  }
}
