package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of h2spec, the strict ones among them, none left out, on both ports and both paths;
 * behind the router an origin that looks at whatever arrives.
 */
final class H2SpecTest {
  private static final String ALL_PASSED = "146 tests, 146 passed, 0 skipped, 0 failed";

  /** What the router adds, and the few headers that h2spec's sound requests carry. */
  private static final Set<String> SOUND_HEADERS =
      Set.of(
          "host",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto",
          "x-forwarded-proto-version",
          "forwarded",
          "transfer-encoding",
          "content-length",
          "trailer",
          "user-agent",
          "x-test");

  @TempDir private static Path folder;

  private static H2Spec h2spec;

  @BeforeAll
  static void unpack() throws IOException {
    String obstacle = H2Spec.obstacle();
    Assumptions.assumeTrue(obstacle == null, obstacle);
    h2spec = H2Spec.unpack(folder);
  }

  static Stream<Arguments> variants() {
    return Stream.of(
        Arguments.of("on", false),
        Arguments.of("on", true),
        Arguments.of("off", false),
        Arguments.of("off", true));
  }

  @ParameterizedTest(name = "express {0}, TLS {1}")
  @MethodSource("variants")
  void passesEveryStrictCase(String express, boolean tls) throws Exception {
    try (WatchingOrigin origin = new WatchingOrigin(H2SpecTest::examine);
        TestRouter router =
            TestRouter.start(
                List.of(),
                "causeway.router.express=" + express,
                "logging.level.io.netty.handler.codec.http2=warn")) {
      router.apply(
          new Routes()
              .add(
                  TestCertificates.resource(
                      Routes.SHARD, "own", TestCertificates.selfSigned("localhost")))
              .certificate("localhost", "own")
              .upstream("origin", null, origin.port())
              .both("localhost", "", "origin"));
      int port = tls ? router.httpsPort() : router.httpPort();

      assertThat(h2spec.run(port, tls)).contains(ALL_PASSED);
      assertThat(origin.complete()).isPositive();
      assertThat(origin.faults()).isEmpty();
      assertThat(router.served(express.equals("on") ? "express" : "gateway")).isPositive();
      assertThat(router.served(express.equals("on") ? "gateway" : "express")).isZero();

      Engine engine = router.bean(Engine.class);
      await().until(() -> engine.activeExchanges() == 0);
      int before = origin.complete();
      assertThat(h2spec.run(port, tls, "http2/8.1")).contains(" 0 skipped, 0 failed");
      assertThat(origin.complete()).as("malformed requests at the origin").isEqualTo(before);
    }
  }

  private static void examine(OriginRequest request, Consumer<String> faults) {
    if (!Set.of("GET", "HEAD", "POST", "OPTIONS").contains(request.method())
        || !request.target().equals("/")) {
      faults.accept(request.method() + " " + request.target());
    }
    for (String line : request.headerLines()) {
      String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
      if (!SOUND_HEADERS.contains(name) && !name.startsWith("x-dummy")) {
        faults.accept(line.substring(0, Math.min(80, line.length())));
      }
    }
    if (request.headers("host").size() != 1) {
      faults.accept("not one host: " + request.headerLines());
    }
  }
}
