package dev.causeway.controlplane.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.status.GivenStatus;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompiledRouteTest {

  private static Rule rule(String route, String upstream) {
    return new Rule(
        new RouteRef("shop", route),
        "",
        Termination.REENCRYPT,
        InsecurePolicy.NONE,
        List.of(new WeightedUpstream(upstream, 100)),
        RulePolicies.basic(30_000, 3_600_000, Balance.RANDOM, ForwardedPolicy.APPEND),
        List.of(),
        List.of());
  }

  private static Upstream upstream(String name, String trustBundle) {
    return new Upstream(
        "default", name, "shop", name, "8443", new UpstreamTls(trustBundle, "web.shop.svc"));
  }

  private static Certificate certificate(String name) {
    return new Certificate(
        "default",
        name,
        List.of(Bytes.of(new byte[] {1})),
        KeyAlgorithm.EC,
        KeyMaterial.ofText("secret of " + name));
  }

  private static ShelfSnapshot snapshot(Verdict verdict, Resource... resources) {
    return new SnapshotShelf("test", Clock.systemUTC())
        .publish(
            "default",
            new CompileUpdate(
                List.of(resources),
                Set.of(),
                Map.of(verdict.route(), verdict),
                Set.of(),
                Map.of()));
  }

  private static ResourceKey key(ResourceKind kind, String name) {
    return new ResourceKey("default", kind, name);
  }

  @Test
  void hostCertificatesAndWhatItsOwnRulesNameBelongToARoute() {
    Verdict wildcard = GivenStatus.wildcard("web", "u1", "www.example.com");
    ShelfSnapshot snapshot =
        snapshot(
            wildcard,
            new VirtualHost(
                "default",
                "*.example.com",
                "shop",
                List.of(rule("web", "mine"), rule("other", "theirs")),
                List.of("leaf")),
            upstream("mine", "authority"),
            upstream("theirs", "authority"),
            certificate("leaf"),
            certificate("unrelated"));
    CompiledRoute compiled = CompiledRoute.of(snapshot, wildcard);
    assertThat(compiled).isNotNull();
    assertThat(compiled.host()).isEqualTo(key(ResourceKind.VIRTUAL_HOST, "*.example.com"));
    // The authority is named and not there, so nothing can be said of it.
    assertThat(compiled.versions().keySet())
        .containsExactly(
            compiled.host(),
            key(ResourceKind.UPSTREAM, "mine"),
            key(ResourceKind.CERTIFICATE, "leaf"));
    assertThat(compiled.versions().get(compiled.host()))
        .isEqualTo(snapshot.snapshot().hash(compiled.host()));
  }

  @Test
  void nothingIsSaidOfAnotherVerdictOrARouteThatIsPartOfNothing() {
    Verdict first = GivenStatus.admitted("web", "u1", 1, "www.example.com");
    Verdict second = GivenStatus.admitted("web", "u1", 2, "www.example.com");
    VirtualHost host =
        new VirtualHost(
            "default", "www.example.com", "shop", List.of(rule("other", "theirs")), List.of());
    assertThat(CompiledRoute.of(snapshot(first), first)).isNull();
    assertThat(CompiledRoute.of(snapshot(first, host), first)).isNull();
    VirtualHost own =
        new VirtualHost(
            "default", "www.example.com", "shop", List.of(rule("web", "mine")), List.of());
    assertThat(CompiledRoute.of(snapshot(first, own), second)).isNull();
    assertThat(CompiledRoute.of(snapshot(first, own), first)).isNotNull();
  }
}
