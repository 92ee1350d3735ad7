package dev.causeway.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be known of {@code docker-compose.yml} without a container engine. */
final class ComposeFileTest {
  private static final int FIRST_UNCOMMON_PORT = 10_000;
  private static final Map<String, Settings> SETTINGS =
      Map.of("control-plane", Settings.of("control-plane"), "router", Settings.of("router-plane"));

  private final JsonNode file =
      new ObjectMapper().valueToTree(Repository.yaml("docker-compose.yml"));
  private final JsonNode services = file.path("services");

  private List<String> names() {
    return fields(services);
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }

  /** The image of ours that a service runs, if it does. */
  private Optional<Image> own(String service) {
    String image = services.path(service).path("image").asText();
    return Arrays.stream(Image.values())
        .filter(candidate -> image.equals(candidate.title() + ":local"))
        .findFirst();
  }

  private List<String> ownServices() {
    return names().stream().filter(name -> own(name).isPresent()).toList();
  }

  private static Set<ValidationMessage> violations(JsonNode composeFile) throws IOException {
    try (InputStream text =
        ComposeFileTest.class.getResourceAsStream("/compose/compose-spec.json")) {
      ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(text);
      // A file name, which the validator does not take for an identifier.
      schema.remove("$id");
      return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema).validate(composeFile);
    }
  }

  @Test
  void matchesTheSchema() throws IOException {
    assertThat(violations(file)).isEmpty();
  }

  @Test
  void schemaTellsRightFromWrong() throws IOException {
    JsonNode wrong =
        new ObjectMapper().readTree("{\"services\": {\"a\": {\"image\": \"b\", \"port\": 1}}}");
    assertThat(violations(wrong)).hasSize(1);
  }

  @Test
  void imagesAreOursOrOfOneVersion() {
    assertThat(ownServices())
        .containsExactlyInAnyOrder(
            "prepare", "control-plane", "router-1", "router-2", "demo-origins");
    for (String name : names()) {
      if (own(name).isEmpty()) {
        assertThat(services.path(name).path("image").asText())
            .matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+");
      }
    }
  }

  @Test
  void buildsTheTargetOfTheImage() {
    for (String name : ownServices()) {
      JsonNode build = services.path(name).path("build");
      if (!build.isMissingNode()) {
        assertThat(build.path("target").asText()).isEqualTo(own(name).orElseThrow().id());
        assertThat(Repository.ROOT.resolve(build.path("dockerfile").asText())).isRegularFile();
      }
    }
    Set<String> built = new HashSet<>();
    names().forEach(name -> built.add(services.path(name).path("build").path("target").asText()));
    assertThat(built).containsAll(Arrays.stream(Image.values()).map(Image::id).toList());
  }

  @Test
  void everyContainerHasTheLeastPrivileges() {
    for (String name : names()) {
      JsonNode service = services.path(name);
      assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
      assertThat(texts(service.path("cap_drop"))).as(name).containsExactly("ALL");
      assertThat(texts(service.path("security_opt")))
          .as(name)
          .containsExactly("no-new-privileges:true");
      assertThat(service.has("privileged")).as(name).isFalse();
      assertThat(service.has("user")).as(name).isFalse();
    }
  }

  @Test
  void mountedFilesExistAndVolumesAreDeclared() {
    Set<String> used = new TreeSet<>();
    for (String name : names()) {
      for (String mount : texts(services.path(name).path("volumes"))) {
        String source = mount.substring(0, mount.indexOf(':'));
        if (source.startsWith(".")) {
          assertThat(Files.exists(Repository.ROOT.resolve(source))).as(mount).isTrue();
          assertThat(mount).as("the repository is never written to").endsWith(":ro");
        } else {
          used.add(source);
        }
      }
    }
    assertThat(used).containsExactlyInAnyOrderElementsOf(fields(file.path("volumes")));
  }

  @Test
  void writesOnlyWhereTheImageLets() {
    for (String name : ownServices()) {
      Image image = own(name).orElseThrow();
      for (String mount : texts(services.path(name).path("volumes"))) {
        if (!mount.endsWith(":ro")) {
          assertThat(image.folders()).as(mount).contains(mount.substring(mount.indexOf(':') + 1));
        }
      }
    }
  }

  @Test
  void publishedPortsAreExposedOnLoopbackAndDoNotClash() {
    Set<String> taken = new HashSet<>();
    for (String name : names()) {
      for (String port : texts(services.path(name).path("ports"))) {
        String[] parts = port.split(":");
        assertThat(parts).as(port).hasSize(3);
        assertThat(parts[0]).isEqualTo("127.0.0.1");
        assertThat(Integer.parseInt(parts[1])).isGreaterThan(FIRST_UNCOMMON_PORT);
        assertThat(taken.add(parts[1])).as(port + " is published twice").isTrue();
        own(name)
            .ifPresent(image -> assertThat(image.ports()).contains(Integer.parseInt(parts[2])));
        assertThat(Repository.text("docker-compose.yml").lines().limit(30))
            .as("the head says what listens on " + parts[1])
            .anyMatch(line -> line.startsWith("#") && line.contains(parts[1]));
      }
    }
  }

  /** What applications are told in X-Forwarded-Port is where clients get through. */
  @Test
  void routersKnowThePortsThatArePublished() {
    for (String router : List.of("router-1", "router-2")) {
      JsonNode environment = services.path(router).path("environment");
      assertThat(texts(services.path(router).path("ports")))
          .contains(
              "127.0.0.1:" + environment.path("CAUSEWAY_ROUTER_PUBLICHTTPPORT").asText() + ":8080",
              "127.0.0.1:"
                  + environment.path("CAUSEWAY_ROUTER_PUBLICHTTPSPORT").asText()
                  + ":8443");
    }
  }

  @Test
  void everySettingExists() {
    for (String name : ownServices()) {
      Settings known = SETTINGS.get(own(name).orElseThrow().id());
      if (known == null) {
        assertThat(services.path(name).has("environment")).as(name).isFalse();
        continue;
      }
      assertThat(fields(services.path(name).path("environment")))
          .isNotEmpty()
          .isSubsetOf(known.variables());
      for (String argument : texts(services.path(name).path("command"))) {
        assertThat(argument).matches("--[a-z.-]+=.+");
        assertThat(known.has(argument.substring(2, argument.indexOf('=')))).as(argument).isTrue();
      }
    }
  }

  @Test
  void waitsForServicesThatTellWhenTheyAreReady() {
    for (String name : names()) {
      JsonNode others = services.path(name).path("depends_on");
      for (String other : others.isArray() ? texts(others) : fields(others)) {
        assertThat(names()).contains(other);
        if (others.path(other).path("condition").asText().equals("service_healthy")) {
          assertThat(services.path(other).has("healthcheck")).as(other).isTrue();
        }
      }
    }
    for (String name : ownServices()) {
      JsonNode check = services.path(name).path("healthcheck");
      if (!name.equals("prepare")) {
        assertThat(texts(check.path("test")))
            .as(name)
            .startsWith("CMD", "java")
            .containsSubsequence("-jar", "probe.jar");
      }
    }
  }

  @Test
  void originsHaveTheAddressThatIsWrittenIntoTheManifests() {
    String address =
        services
            .path("demo-origins")
            .path("networks")
            .path("causeway")
            .path("ipv4_address")
            .asText();
    String subnet =
        file.path("networks")
            .path("causeway")
            .path("ipam")
            .path("config")
            .path(0)
            .path("subnet")
            .asText();
    assertThat(subnet).endsWith(".0/24");
    assertThat(address).startsWith(subnet.substring(0, subnet.indexOf("0/24")));
    assertThat(texts(services.path("prepare").path("command")))
        .containsSubsequence("--origin-address", address)
        .containsSubsequence("--control-plane-host", "control-plane");
    assertThat(names()).contains("control-plane");
  }

  @Test
  void examplesNameNoAddressOfTheirOwn() throws IOException {
    try (Stream<Path> examples = Files.walk(Repository.ROOT.resolve("examples"))) {
      for (Path example : examples.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        assertThat(example)
            .content()
            .as("${demo.address} is what containers and ./causeway up fill in")
            .doesNotContain("127.0.0.1");
      }
    }
  }

  @Test
  void prometheusAsksServicesOfThisFile() {
    JsonNode jobs =
        new ObjectMapper()
            .valueToTree(Repository.yaml("docker/prometheus/prometheus.yml"))
            .path("scrape_configs");
    List<String> targets = new ArrayList<>();
    jobs.forEach(job -> targets.addAll(texts(job.path("static_configs").path(0).path("targets"))));
    assertThat(targets)
        .containsExactlyInAnyOrder("control-plane:9090", "router-1:9090", "router-2:9090");
    assertThat(names()).containsAll(targets.stream().map(t -> t.split(":")[0]).toList());
  }

  @Test
  void grafanaFindsItsSourceAndItsDashboards() throws IOException {
    JsonNode sources =
        new ObjectMapper()
            .valueToTree(
                Repository.yaml("docker/grafana/provisioning/datasources/prometheus.yaml"));
    assertThat(sources.path("datasources").path(0).path("url").asText())
        .isEqualTo("http://prometheus:9090");
    JsonNode providers =
        new ObjectMapper()
            .valueToTree(Repository.yaml("docker/grafana/provisioning/dashboards/causeway.yaml"));
    assertThat(texts(services.path("grafana").path("volumes")))
        .contains(
            "./docker/grafana/dashboards:"
                + providers.path("providers").path(0).path("options").path("path").asText()
                + ":ro");
    try (Stream<Path> dashboards =
        Files.list(Repository.ROOT.resolve("docker/grafana/dashboards"))) {
      for (Path dashboard : dashboards.toList()) {
        JsonNode content = new ObjectMapper().readTree(dashboard.toFile());
        assertThat(content.path("uid").asText()).isNotEmpty();
        assertThat(content.path("panels")).isNotEmpty();
      }
    }
  }

  @Test
  void defaultsOfTheImagesAreSettingsToo() {
    for (Map.Entry<String, Settings> each : SETTINGS.entrySet()) {
      String path =
          "images/src/main/resources/dev/causeway/images/"
              + each.getKey()
              + "/config/application.yaml";
      List<String> keys = new ArrayList<>();
      flatten("", new ObjectMapper().valueToTree(Repository.yaml(path)), keys);
      assertThat(keys)
          .filteredOn(key -> key.startsWith("causeway."))
          .isNotEmpty()
          .allMatch(each.getValue()::has);
    }
  }

  private static void flatten(String prefix, JsonNode node, List<String> keys) {
    if (!node.isObject()) {
      keys.add(prefix);
      return;
    }
    fields(node)
        .forEach(
            name -> flatten(prefix.isEmpty() ? name : prefix + "." + name, node.path(name), keys));
  }
}
