package dev.causeway.router.suite;

import static org.awaitility.Awaitility.await;

import dev.causeway.router.boot.AccessLogOutput;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes what routers under test would print of their access log. */
final class KeptLines extends OutputStream {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Puts the lines in the place of the standard output. */
  @Configuration(proxyBeanMethods = false)
  static class Printing {
    @Bean
    KeptLines keptLines() {
      return new KeptLines();
    }

    @Bean
    AccessLogOutput accessLogOutput(KeptLines lines) {
      return new AccessLogOutput(lines);
    }
  }

  @Override
  public void write(int b) {
    throw new AssertionError("lines come whole");
  }

  /** Takes whole lines: part of one would be an error of its own. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new AssertionError("part of a line: " + text);
    }
    lines.addAll(text.lines().toList());
  }

  /** Returns the lines so far. */
  List<String> all() {
    return List.copyOf(lines);
  }

  /** Waits for the one line that holds {@code part}. */
  String with(String part) {
    await()
        .atMost(RoutingHarness.PATIENCE)
        .until(() -> lines.stream().anyMatch(line -> line.contains(part)));
    return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
  }
}
