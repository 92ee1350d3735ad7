package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.suite.TestClient.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exchanges that go well make no exception on the express path, whose stack trace would be filled
 * in for nobody.
 */
final class QuietPathTest extends OriginHarness {
  private static final String HOST = "app.test";
  private static final int TURNS = 20;

  @Test
  void exchangesThatGoWellMakeNoException(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("exceptions.jfr");
    try (TestRouter router = TestRouter.start(List.of(), "causeway.router.express=on")) {
      router.apply(new Routes().upstream("app", origin()).both(HOST, "", "app"));
      try (TestClient plain = Http1Client.plain(router.httpPort());
          TestClient secure = Http2Client.connect(router.httpsPort(), HOST)) {
        ask(plain, secure);
        try (Recording recording = new Recording()) {
          recording.enable("jdk.JavaExceptionThrow").withStackTrace().with("throttle", "off");
          recording.start();
          for (int turn = 0; turn < TURNS; turn++) {
            ask(plain, secure);
          }
          expected();
          recording.stop();
          recording.dump(file);
        }
      }
    }
    assertThat(thrown(file)).anyMatch(event -> event.contains("QuietPathTest.lambda$expected"));
    assertThat(thrown(file).stream().filter(QuietPathTest::isOurs)).isEmpty();
  }

  private static void ask(TestClient... clients) throws Exception {
    for (TestClient client : clients) {
      assertThat(client.get(HOST, "/").status()).isEqualTo(200);
      Stream echo = client.send(Call.post(HOST, "/echo", "Content-Length: 4"));
      echo.data("body".getBytes(StandardCharsets.US_ASCII));
      echo.end();
      assertThat(echo.answer().body()).isEqualTo("body");
    }
  }

  /** Shows that the recording would tell. */
  private static void expected() {
    assertThatThrownBy(
            () -> {
              throw new IOException("expected");
            })
        .hasMessage("expected");
  }

  /** Returns what was made, with where: its class, then methods, the innermost first. */
  private static List<String> thrown(Path file) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .map(
            event ->
                event.getClass("thrownClass").getName()
                    + " "
                    + (event.getStackTrace() == null
                        ? ""
                        : event.getStackTrace().getFrames().stream()
                            .map(RecordedFrame::getMethod)
                            .map(method -> method.getType().getName() + "." + method.getName())
                            .collect(Collectors.joining(" "))))
        .toList();
  }

  /**
   * Returns whether the router's own code is behind it. Tests and leak detection make exceptions as
   * well, and so does the JDK when it links something for the first time.
   */
  private static boolean isOurs(String event) {
    return event.contains(" dev.causeway.router.")
        && !event.contains(" dev.causeway.router.suite.")
        && !event.contains(" java.lang.invoke.")
        && !event.contains("ResourceLeakDetector");
  }
}
