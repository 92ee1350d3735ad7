package dev.causeway.routing.compile;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.given.Given;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.VirtualHost;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardCompilerTest {
  private final ShardCompiler compiler = new ShardCompiler(Given.OPTIONS);

  @Test
  void routeServiceAndSliceBecomeHostUpstreamAndEndpoints() {
    CompileUpdate update =
        compiler.apply(
            List.of(
                route("web", "shop").host("shop.test").targetPort("http").put(),
                Given.pods("web", "app", "10.0.0.2", "10.0.0.1")));

    assertThat(compiler.verdicts().values()).allMatch(verdict -> verdict.admitted());
    assertThat(update.upserts()).containsExactlyInAnyOrderElementsOf(compiler.resources());
    assertThat(kinds(update.upserts()))
        .containsExactly(
            ResourceKind.SETTINGS,
            ResourceKind.UPSTREAM,
            ResourceKind.VIRTUAL_HOST,
            ResourceKind.ENDPOINT_SET);
    assertThat(only(VirtualHost.class).rules().getFirst().backends().getFirst().upstream())
        .isEqualTo("web/app:http");
    assertThat(only(EndpointSet.class).endpoints())
        .extracting(endpoint -> endpoint.id())
        .containsExactly("pod:pod-0:app:http:10.0.0.2:8080", "pod:pod-1:app:http:10.0.0.1:8080");
  }

  @Test
  void firstRoundCompilesSettingsWithoutAnyInput() {
    CompileUpdate update = compiler.apply(List.of());

    assertThat(update.upserts()).hasOnlyElementsOfType(Settings.class).hasSize(1);
    assertThat(only(Settings.class).domain()).isEqualTo("apps.test");
  }

  @Test
  void equalValuesAreDropped() {
    compiler.apply(List.of(route("web", "shop").host("shop.test").put()));

    CompileUpdate again = compiler.apply(List.of(route("web", "shop").host("shop.test").put()));

    assertThat(again).isEqualTo(nothing());
  }

  @Test
  void endpointChangeTouchesNothingButItsSet() {
    compiler.apply(
        List.of(
            route("web", "shop").host("shop.test").put(), Given.pods("web", "app", "10.0.0.1")));

    CompileUpdate update = compiler.apply(List.of(Given.pods("web", "app", "10.0.0.9")));

    assertThat(update.upserts()).hasOnlyElementsOfType(EndpointSet.class).hasSize(1);
    assertThat(update.removals()).isEmpty();
    assertThat(update.verdicts()).isEmpty();
  }

  @Test
  void upstreamLivesAsLongAsARuleNamesIt() {
    compiler.apply(
        List.of(
            route("web", "one").host("one.test").put(),
            route("web", "two").host("two.test").put()));
    assertThat(all(Upstream.class)).hasSize(1);

    CompileUpdate first = compiler.apply(List.of(Given.remove(InputKind.ROUTE, "web", "one")));
    assertThat(first.removals())
        .extracting(key -> key.kind())
        .containsExactly(ResourceKind.VIRTUAL_HOST);

    CompileUpdate last = compiler.apply(List.of(Given.remove(InputKind.ROUTE, "web", "two")));
    assertThat(last.removals())
        .extracting(key -> key.kind())
        .containsExactlyInAnyOrder(
            ResourceKind.VIRTUAL_HOST, ResourceKind.UPSTREAM, ResourceKind.ENDPOINT_SET);
    assertThat(last.forgotten()).hasSize(1);
    assertThat(compiler.resources()).hasOnlyElementsOfType(Settings.class);
  }

  private static CompileUpdate nothing() {
    return new CompileUpdate(
        List.of(), java.util.Set.of(), java.util.Map.of(), java.util.Set.of(), java.util.Map.of());
  }

  private static List<ResourceKind> kinds(List<Resource> resources) {
    return resources.stream().map(Resource::kind).toList();
  }

  private <T> List<T> all(Class<T> type) {
    return compiler.resources().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private <T> T only(Class<T> type) {
    assertThat(all(type)).hasSize(1);
    return all(type).getFirst();
  }
}
