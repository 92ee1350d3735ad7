package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.suite.TestClient.Stream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exchanges that go well make no exception on the express path: filling in a stack trace costs more
 * than the rest of an exchange's objects together.
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
          recording.stop();
          recording.dump(file);
        }
      }
    }
    assertThat(ours(file)).isEmpty();
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

  /**
   * Returns what was thrown in the router's own code. Tests and leak detection throw as well, and
   * so does the JDK when it links something for the first time.
   */
  private static List<String> ours(Path file) throws Exception {
    List<String> found = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      List<String> frames =
          event.getStackTrace() == null
              ? List.of()
              : event.getStackTrace().getFrames().stream()
                  .map(RecordedFrame::getMethod)
                  .map(method -> method.getType().getName() + "." + method.getName())
                  .toList();
      String thrown = event.getClass("thrownClass").getName();
      if (!thrown.contains("ResourceLeakDetector")
          && frames.stream().noneMatch(frame -> frame.startsWith("java.lang.invoke."))
          && frames.stream().anyMatch(frame -> frame.startsWith("dev.causeway.router."))
          && frames.stream().noneMatch(frame -> frame.startsWith("dev.causeway.router.suite."))) {
        found.add(thrown + " at " + frames);
      }
    }
    return found;
  }
}
