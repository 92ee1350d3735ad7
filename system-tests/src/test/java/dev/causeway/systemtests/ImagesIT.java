package dev.causeway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causeway.systemtests.Sandbox.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The images' programs, started from the images' own layers and with the settings of {@code
 * docker-compose.yml}, without a container engine.
 */
final class ImagesIT {
  private static final String TLS = "/etc/causeway/tls";
  private static final String STATE = "/var/lib/causeway";
  private static final Path HOME = Path.of(System.getProperty("causeway.home", ".."));

  @TempDir static Path folder;

  private static final Map<String, ImageTree> IMAGES = new TreeMap<>();
  private static final List<Program> PROGRAMS = new ArrayList<>();
  private static Sandbox sandbox;
  private static Web web;
  private static JsonNode compose;
  private static Program controlPlane;
  private static Program router;
  private static int controlPlaneManagement;
  private static int routerManagement;
  private static int http;
  private static int https;

  @BeforeAll
  static void start() throws Exception {
    Path real = folder.toRealPath();
    sandbox = new Sandbox(real);
    System.out.println("Programs of images run " + sandbox.describe() + ".");
    web = new Web(new Identities(Files.createDirectory(real.resolve("other"))).authority());
    compose =
        new ObjectMapper()
            .valueToTree(
                new Yaml().<Object>load(Files.readString(HOME.resolve("docker-compose.yml"))))
            .path("services");
    build(real.resolve("first"));
    for (String image : List.of("control-plane", "router", "demo-origins")) {
      IMAGES.put(
          image,
          ImageTree.unpack(
              real.resolve("first").resolve(image), real.resolve("tree").resolve(image)));
    }
    Path volumes = sandbox.volume("volumes");
    Program origins = startOrigins(volumes);
    int stream = Cluster.freePort();
    controlPlane = startControlPlane(volumes, stream);
    router = startRouter(volumes, stream);
    awaitReady(controlPlane, controlPlaneManagement);
    awaitReady(router, routerManagement);
    Eventually.holds(
        () -> {
          origins.requireAlive();
          assertThat(origins.output()).contains("hello listens on");
        });
  }

  private static void build(Path out) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("causeway.java", "java"));
    for (PackagedJars jar : PackagedJars.values()) {
      command.add("-D" + jar.property() + "=" + jar.path().toAbsolutePath().normalize());
    }
    command.add("-Dcauseway.java=" + System.getProperty("causeway.java", "java"));
    command.add("-jar");
    command.add(System.getProperty("causeway.images.jar"));
    command.add("--out=" + out);
    try (Program program = Program.start("images", folder, new ProcessBuilder(command))) {
      assertThat(program.exitStatus(Duration.ofMinutes(3))).as(program.output()).isZero();
    }
  }

  private static Program keep(Program program) {
    PROGRAMS.add(program);
    return program;
  }

  private static Program startOrigins(Path volumes) throws Exception {
    int firstPort = 30_000 + Cluster.freePort() % 2_000;
    Mount examples = new Mount(HOME.resolve("examples").toRealPath(), "/examples", false);
    String port = "--first-port=" + firstPort;
    try (Program prepare =
        sandbox.start(
            "prepare",
            image("demo-origins"),
            List.of(examples, new Mount(volumes, STATE, true)),
            Map.of(),
            List.of(
                "prepare",
                port,
                "--examples=/examples",
                "--state=" + STATE,
                "--origin-address=127.0.0.1"))) {
      assertThat(prepare.exitStatus(Duration.ofMinutes(2))).as(prepare.output()).isZero();
    }
    return keep(
        sandbox.start(
            "demo-origins",
            image("demo-origins"),
            List.of(examples, new Mount(volumes.resolve("origins"), STATE + "/origins", false)),
            Map.of(),
            List.of("origins", port, "--examples=/examples", "--state=" + originState(volumes))));
  }

  private static Program startControlPlane(Path volumes, int stream) throws Exception {
    controlPlaneManagement = Cluster.freePort();
    Map<String, String> environment = environment("control-plane");
    environment.put("CAUSEWAY_ENDPOINTS_ALLOWLOOPBACK", "true");
    environment.put("CAUSEWAY_STREAM_ADDRESS", "127.0.0.1");
    environment.put("CAUSEWAY_STREAM_PORT", String.valueOf(stream));
    environment.put("CAUSEWAY_INSPECT_ADDRESS", "127.0.0.1");
    environment.put("CAUSEWAY_INSPECT_PORT", String.valueOf(Cluster.freePort()));
    environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
    environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(controlPlaneManagement));
    return keep(
        sandbox.start(
            "control-plane",
            image("control-plane"),
            List.of(
                new Mount(volumes.resolve("manifests"), "/etc/causeway/manifests", false),
                new Mount(volumes.resolve("control-plane"), TLS, false)),
            environment,
            arguments("control-plane")));
  }

  private static Program startRouter(Path volumes, int stream) throws Exception {
    http = Cluster.freePort();
    https = Cluster.freePort();
    routerManagement = Cluster.freePort();
    Map<String, String> environment = environment("router-1");
    environment.put("CAUSEWAY_CONTROLPLANE_TARGETS", "127.0.0.1:" + stream);
    environment.put("CAUSEWAY_ROUTER_BINDADDRESS", "127.0.0.1");
    environment.put("CAUSEWAY_ROUTER_HTTPPORT", String.valueOf(http));
    environment.put("CAUSEWAY_ROUTER_HTTPSPORT", String.valueOf(https));
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(routerManagement));
    return keep(
        sandbox.start(
            "router",
            image("router"),
            List.of(
                new Mount(volumes.resolve("router"), TLS, false),
                new Mount(sandbox.volume("router-state"), STATE, true)),
            environment,
            arguments("router-1")));
  }

  /** Where there are no mounts, every path of the origins has to be said. */
  private static String originState(Path volumes) {
    return sandbox.isContainer() ? STATE : volumes.toString();
  }

  private static ImageTree image(String name) {
    return Objects.requireNonNull(IMAGES.get(name), name);
  }

  private static Map<String, String> environment(String service) {
    Map<String, String> environment = new TreeMap<>();
    compose
        .path(service)
        .path("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }

  private static List<String> arguments(String service) {
    List<String> arguments = new ArrayList<>();
    compose.path(service).path("command").forEach(word -> arguments.add(word.asText()));
    return arguments;
  }

  private static void awaitReady(Program program, int management) {
    Eventually.holds(
        () -> {
          program.requireAlive();
          if (!web.isReady(management)) {
            throw new AssertionError("not ready:\n" + program.output());
          }
        });
  }

  @AfterAll
  static void stop() throws IOException {
    PROGRAMS.reversed().forEach(Program::close);
    for (ImageTree image : IMAGES.values()) {
      sandbox.close(image);
    }
  }

  @Test
  void requestsAreServedOnBothPaths() throws Exception {
    Answer express = web.get(http, "hello.apps.localhost", "/");
    assertThat(express.status()).isEqualTo(200);
    assertThat(express.headers()).containsEntry("x-origin", "hello");

    // The filter's parameters are arguments of the service in docker-compose.yml.
    Answer gateway = web.get(http, filteredHost(), "/");
    assertThat(gateway.status()).isEqualTo(200);
    assertThat(gateway.headers()).containsEntry("x-demo-filter", "gateway");
  }

  private static String filteredHost() throws IOException {
    Matcher host =
        Pattern.compile("(?m)^  host: (.*)$")
            .matcher(Files.readString(HOME.resolve("examples/10-filters/route.yaml")));
    assertThat(host.find()).isTrue();
    return host.group(1);
  }

  @Test
  void nothingElseCanBeWrittenAndNobodyIsRoot() throws Exception {
    assumeTrue(sandbox.isContainer(), sandbox.describe());
    for (Program program : List.of(controlPlane, router)) {
      Path process = Path.of("/proc/" + program.pid());
      String status = Files.readString(process.resolve("status"));
      assertThat(status)
          .contains("Uid:\t65532\t65532\t65532\t65532")
          .contains("Gid:\t65532\t65532\t65532\t65532")
          .contains("NoNewPrivs:\t1")
          .contains("CapEff:\t0000000000000000");
      String mounts = Files.readString(process.resolve("mountinfo"));
      assertThat(mounts.lines().filter(line -> line.contains(" / / ")))
          .as(mounts)
          .isNotEmpty()
          .allMatch(line -> line.contains(" / / ro,"));
      assertThat(mounts.lines().filter(line -> line.contains(" /app ")))
          .allMatch(line -> line.contains(" /app ro,"));
    }
  }

  @Test
  void nativeLibrariesComeFromTheImage() throws Exception {
    String maps = Files.readString(Path.of("/proc/" + router.pid() + "/maps"));
    assertThat(maps.lines().filter(line -> line.contains("libnetty")))
        .isNotEmpty()
        .allMatch(line -> line.contains("/native/lib"))
        .anyMatch(line -> line.contains("libnetty_tcnative_linux_"))
        .anyMatch(line -> line.contains("libnetty_transport_native_epoll_"));
  }

  @Test
  void routerRemembersItsSnapshotInTheVolume() {
    Eventually.holds(
        () -> {
          try (var files = Files.list(folder.resolve("router-state"))) {
            assertThat(files).isNotEmpty();
          }
        });
  }

  @Test
  void onlyStateBelongsToTheUserOfThePrograms() {
    for (ImageTree image : IMAGES.values()) {
      assertThat(image.config().path("User").asText()).isEqualTo("65532:65532");
      image
          .owners()
          .forEach(
              (path, owner) -> {
                boolean isState = path.startsWith(STATE);
                assertThat(owner).as(path).isEqualTo(isState ? "65532:65532" : "0:0");
              });
    }
    assertThat(image("router").owners()).containsKey(STATE);
    // Where docker-compose.yml mounts the volumes that are prepared.
    assertThat(image("demo-origins").owners())
        .containsKeys(
            STATE,
            STATE + "/manifests",
            STATE + "/control-plane",
            STATE + "/router",
            STATE + "/origins");
  }

  @Test
  void imagesCarryNativeLibrariesOfOnePlatformAndNoneInJars() throws IOException {
    for (ImageTree image : IMAGES.values()) {
      try (var libraries = Files.list(image.folder().resolve("app/lib"))) {
        assertThat(libraries)
            .extracting(file -> file.getFileName().toString())
            .isNotEmpty()
            .noneMatch(name -> name.matches(".*-(linux|osx|windows)-.*"));
      }
    }
    try (var natives = Files.list(image("router").folder().resolve("app/native"))) {
      assertThat(natives)
          .extracting(file -> file.getFileName().toString())
          .satisfiesExactlyInAnyOrder(
              name -> assertThat(name).startsWith("libnetty_tcnative_linux"),
              name -> assertThat(name).startsWith("libnetty_transport_native_epoll"),
              name -> assertThat(name).startsWith("libnetty_transport_native_io_uring"));
    }
  }

  @Test
  void probeTellsReadyFromNotReady() throws Exception {
    assertThat(probe(routerManagement, "/actuator/health/readiness")).isZero();
    assertThat(probe(routerManagement, "/actuator/no-such-page")).isEqualTo(1);
    assertThat(probe(Cluster.freePort(), "/")).isEqualTo(1);
  }

  private static int probe(int port, String path) throws Exception {
    try (Program program =
        Program.start(
            "probe",
            folder,
            new ProcessBuilder(
                System.getProperty("causeway.java", "java"),
                "-XX:TieredStopAtLevel=1",
                "-Xmx16m",
                "-jar",
                image("router").folder().resolve("app/probe.jar").toString(),
                String.valueOf(port),
                path))) {
      return program.exitStatus(Duration.ofMinutes(1));
    }
  }

  @Test
  void dashboardsShowMetersThatExist() throws Exception {
    Set<String> exist = new TreeSet<>();
    for (int port : List.of(controlPlaneManagement, routerManagement)) {
      Matcher meter =
          Pattern.compile("(?m)^([a-z_]+)[ {]")
              .matcher(web.get(port, "localhost", "/actuator/prometheus").body());
      while (meter.find()) {
        exist.add(meter.group(1));
      }
    }
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(HOME.resolve("docker/grafana/dashboards/causeway.json").toFile());
    Set<String> shown = new TreeSet<>();
    for (JsonNode expression : dashboard.findValues("expr")) {
      Matcher meter =
          Pattern.compile("\\b(?:causeway|jvm|process)_[a-z_]+").matcher(expression.asText());
      assertThat(meter.find()).as(expression.asText()).isTrue();
      shown.add(meter.group());
    }
    assertThat(exist).containsAll(shown);
  }

  @Test
  void equalInputsMakeEqualLayers() throws Exception {
    build(folder.resolve("second"));
    assertThat(digests(folder.resolve("second"))).isEqualTo(digests(folder.resolve("first")));
  }

  private static Map<String, String> digests(Path built) throws Exception {
    Map<String, String> digests = new TreeMap<>();
    for (String image : IMAGES.keySet()) {
      for (Path layer : ImageTree.layers(built.resolve(image))) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(layer));
        digests.put(image + "/" + layer.getFileName(), HexFormat.of().formatHex(digest));
      }
    }
    assertThat(digests).hasSizeGreaterThan(IMAGES.size());
    return digests;
  }
}
