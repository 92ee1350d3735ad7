package dev.causeway.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causeway.controlplane.boot.CleanupProperties;
import dev.causeway.controlplane.boot.IngressProperties;
import dev.causeway.controlplane.boot.KubernetesProperties;
import dev.causeway.controlplane.boot.Role;
import dev.causeway.controlplane.boot.RoleProperties;
import dev.causeway.controlplane.boot.ServerProperties;
import dev.causeway.controlplane.boot.ShardProperties;
import dev.causeway.controlplane.boot.SourceProperties;
import dev.causeway.controlplane.boot.StatusProperties;
import dev.causeway.router.boot.ControlPlaneProperties;
import dev.causeway.router.boot.RouterProperties;
import dev.causeway.testkit.Behaviour;
import dev.causeway.testkit.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;

/** The programs read what the chart writes for them: every key, and every value's form. */
final class ConfigurationTest {

  static List<SetUp> setUps() {
    return SetUp.of("causeway");
  }

  private static Rendered render(SetUp setUp) {
    try (Charts charts = new Charts()) {
      return setUp.render(charts);
    }
  }

  private static Binder binder(Rendered rendered, JsonNode deployment) throws IOException {
    List<PropertySource<?>> sources = new ArrayList<>();
    JsonNode container = deployment.at("/spec/template/spec/containers/0");
    for (JsonNode variable : container.path("env")) {
      String key = variable.path("name").asText().toLowerCase(Locale.ROOT);
      sources.add(
          new MapPropertySource(
              key, Map.of(key.replace('_', '.'), variable.path("value").asText("from-the-pod"))));
    }
    String yaml =
        rendered
            .object("ConfigMap", Rendered.name(deployment))
            .at("/data/application.yaml")
            .asText();
    sources.addAll(
        new YamlPropertySourceLoader()
            .load("application.yaml", new ByteArrayResource(yaml.getBytes(UTF_8))));
    // What the image says, unless the chart does.
    String image = Rendered.name(deployment).contains("-router-") ? "router" : "control-plane";
    sources.addAll(
        new YamlPropertySourceLoader()
            .load(
                "image",
                new FileSystemResource(
                    GeneratedPage.repository()
                        .resolve("images/src/main/resources/dev/causeway/images")
                        .resolve(image)
                        .resolve("config/application.yaml"))));
    return new Binder(ConfigurationPropertySources.from(sources));
  }

  /** Binds all keys below a prefix; one that nothing reads is an error. */
  private static <T> T whole(Binder binder, String prefix, Class<T> type) {
    return binder
        .bind(
            prefix,
            Bindable.of(type),
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, source -> true))
        .get();
  }

  @ParameterizedTest
  @MethodSource("setUps")
  @Behaviour("RO-059")
  void routersReadTheirConfiguration(SetUp setUp) throws IOException {
    Rendered rendered = render(setUp);
    for (JsonNode deployment : rendered.ofKind("Deployment").toList()) {
      if (!Rendered.name(deployment).contains("-router-")) {
        continue;
      }
      Binder binder = binder(rendered, deployment);
      RouterProperties router = whole(binder, "causeway.router", RouterProperties.class);
      assertThat(router.name()).isEqualTo("from-the-pod");
      assertThat(router.shard())
          .isEqualTo(deployment.at("/metadata/labels/causeway.dev~1shard").asText());
      assertThat(router.lastKnownGood()).hasParentRaw(Path.of("/var/lib/causeway"));
      reachedThroughTheService(
          router, rendered.object("Service", Rendered.name(deployment)), deployment);
      assertThat(
              whole(binder, "causeway.control-plane", ControlPlaneProperties.class).parsedTargets())
          .singleElement()
          .satisfies(target -> assertThat(target.port()).isEqualTo(9443));
    }
  }

  /** Applications are told the ports of the Service, and the containers listen where it leads. */
  private static void reachedThroughTheService(
      RouterProperties router, JsonNode service, JsonNode deployment) {
    Map<String, Integer> listening = new HashMap<>();
    deployment
        .at("/spec/template/spec/containers/0/ports")
        .forEach(
            port -> listening.put(port.path("name").asText(), port.path("containerPort").asInt()));
    Map<Integer, Integer> told =
        Map.of(
            router.httpPort(), router.publicHttpPort(),
            router.httpsPort(), router.publicHttpsPort());
    Map<Integer, Integer> mapped = new HashMap<>();
    service
        .at("/spec/ports")
        .forEach(
            port ->
                mapped.put(
                    listening.get(port.path("targetPort").asText()), port.path("port").asInt()));
    assertThat(told).isEqualTo(mapped).containsValues(80, 443);
  }

  @Test
  void valuesReachTheRouter() throws IOException {
    Rendered rendered = render(SetUp.named("two-shards"));
    RouterProperties router =
        whole(
            binder(rendered, rendered.object("Deployment", "causeway-router-internal")),
            "causeway.router",
            RouterProperties.class);
    assertThat(router.shard()).isEqualTo("internal");
    assertThat(router.drainTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(router.shutdownDelay()).isEqualTo(Duration.ofSeconds(45));
    assertThat(router.statsCredentials()).hasToString("/etc/causeway-stats");

    Rendered filtered = render(SetUp.named("read-only"));
    router =
        whole(
            binder(filtered, filtered.object("Deployment", "causeway-router-default")),
            "causeway.router",
            RouterProperties.class);
    assertThat(router.filters().get("add-header"))
        .satisfies(
            filter -> {
              assertThat(filter.factory()).isEqualTo("AddResponseHeader");
              assertThat(filter.args()).containsEntry("value", "causeway");
            });
    Binder binder = binder(filtered, filtered.object("Deployment", "causeway-control-plane"));
    ShardProperties shards = binder.bind("causeway", ShardProperties.class).get();
    assertThat(shards.filters().allowed()).containsExactly("add-header");
    assertThat(shards.http2()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void controlPlanesReadTheirConfiguration(SetUp setUp) throws IOException {
    Rendered rendered = render(setUp);
    for (JsonNode deployment : rendered.ofKind("Deployment", "Job").toList()) {
      String name = Rendered.name(deployment);
      if (name.contains("-router-")) {
        continue;
      }
      Binder binder = binder(rendered, deployment);
      assertThat(whole(binder, "causeway.source", SourceProperties.class).kind())
          .isEqualTo(SourceProperties.Kind.KUBERNETES);
      ShardProperties shards = binder.bind("causeway", ShardProperties.class).get();
      assertThat(shards.replica()).isEqualTo("from-the-pod");
      assertThat(shards.shards())
          .containsExactlyInAnyOrderElementsOf(
              rendered
                  .ofKind("Deployment")
                  .map(d -> d.at("/metadata/labels/causeway.dev~1shard").asText())
                  .filter(shard -> !shard.isEmpty())
                  .toList());
      RoleProperties roles = binder.bind("causeway", RoleProperties.class).get();
      ServerProperties servers = binder.bindOrCreate("causeway", ServerProperties.class);
      KubernetesProperties kubernetes =
          whole(binder, "causeway.kubernetes", KubernetesProperties.class);
      assertThat(kubernetes.controllerNamespace())
          .isEqualTo(
              Documents.single(setUp.values())
                  .at("/namespaces/controller")
                  .asText("openshift-ingress-operator"));
      assertThat(kubernetes.leaseNamespace())
          .isEqualTo(
              name.endsWith("-control-plane") || setUp.toString().equals("shadow")
                  ? null
                  : setUp.namespace());
      if (name.endsWith("-control-plane")) {
        assertThat(roles.roles()).containsExactly(Role.SERVE);
        assertThat(servers.stream().port()).isEqualTo(9443);
        assertThat(servers.inspect().port())
            .isEqualTo(setUp.toString().equals("read-only") ? null : 9444);
        assertThat(servers.inspect().identities().contains("status.causeway"))
            .isEqualTo(!List.of("read-only", "shadow").contains(setUp.toString()));
        whole(binder, "causeway.stream", ServerProperties.Listener.class);
      } else {
        assertThat(roles.roles())
            .containsExactly(
                name.endsWith("-status")
                    ? Role.STATUS
                    : name.endsWith("-ingress") ? Role.INGRESS : Role.CLEANUP);
        // The image names a port, and certificates that only the role "serve" has.
        assertThat(servers.inspect().port()).isNull();
      }
      if (name.endsWith("-status")) {
        StatusProperties.Activation activation =
            whole(binder, "causeway.status", StatusProperties.class).activation();
        assertThat(activation.target())
            .isEqualTo(
                setUp.toString().equals("shadow")
                    ? ""
                    : name.replaceFirst("-status$", "-control-plane.")
                        + setUp.namespace()
                        + ".svc:9444");
        assertThat(activation.tls() == null).isEqualTo(activation.target().isEmpty());
      }
      if (name.endsWith("-cleanup")) {
        CleanupProperties cleanup = whole(binder, "causeway.cleanup", CleanupProperties.class);
        assertThat(cleanup.routes() && cleanup.ingresses()).isTrue();
        assertThat(cleanup.deadline())
            .isLessThan(
                Duration.ofSeconds(deployment.at("/spec/activeDeadlineSeconds").asInt() - 30));
        assertThat(whole(binder, "causeway.status", StatusProperties.class).routerNamePrefix())
            .isEqualTo(Documents.single(setUp.values()).at("/status/routerNamePrefix").asText());
      }
      if (name.endsWith("-ingress") || name.endsWith("-cleanup")) {
        IngressProperties ingress = whole(binder, "causeway.ingress", IngressProperties.class);
        assertThat(ingress.classLess()).isEqualTo(setUp.toString().equals("one-namespace"));
        assertThat(rendered.ofKind("IngressClass"))
            .singleElement()
            .satisfies(
                it ->
                    assertThat(it.at("/spec/controller").asText()).isEqualTo(ingress.controller()));
      }
    }
  }
}
