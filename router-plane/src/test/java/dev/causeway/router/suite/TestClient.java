package dev.causeway.router.suite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of the router that speaks one protocol version; blocks with a deadline. */
interface TestClient extends AutoCloseable {

  /** Sends a head; the body follows through the stream unless there is none. */
  Stream send(Call call) throws Exception;

  /** Sends a request without a body and reads the whole answer. */
  default Answer get(String authority, String target, String... headerLines) throws Exception {
    return send(Call.get(authority, target, headerLines)).answer();
  }

  @Override
  void close() throws java.io.IOException;

  /**
   * A request.
   *
   * @param authority host, with port where the test wants one
   * @param headerLines {@code Name: value}
   * @param endsHere whether there is no body
   */
  record Call(
      String method, String authority, String target, List<String> headerLines, boolean endsHere) {
    static Call get(String authority, String target, String... headerLines) {
      return new Call("GET", authority, target, List.of(headerLines), true);
    }

    static Call of(String method, String authority, String target, String... headerLines) {
      return new Call(method, authority, target, List.of(headerLines), true);
    }

    static Call post(String authority, String target, String... headerLines) {
      return new Call("POST", authority, target, List.of(headerLines), false);
    }
  }

  /** A head that arrived. */
  record Head(int status, String reason, List<String> headerLines) {
    List<String> all(String name) {
      String prefix = name + ":";
      return headerLines.stream()
          .filter(line -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }

    @Nullable String first(String name) {
      List<String> all = all(name);
      return all.isEmpty() ? null : all.getFirst();
    }
  }

  /** A complete answer. */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(List<Head> interim, Head head, byte[] bytes, List<String> trailerLines) {
    int status() {
      return head.status();
    }

    String body() {
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Nullable String header(String name) {
      return head.first(name);
    }
  }

  /** One request under way. */
  interface Stream {
    void data(byte[] bytes) throws Exception;

    /** Ends the request body, with trailers where there are any. */
    void end(String... trailerLines) throws Exception;

    /** Returns the next interim head, or fails if the final one came. */
    Head interim() throws Exception;

    /** Returns the final head; interim ones are kept for {@link #answer}. */
    Head head() throws Exception;

    /** Returns the next bytes of the body, or null at its proper end. */
    byte @Nullable [] read() throws Exception;

    /** Returns the trailers once {@link #read} returned null. */
    List<String> trailers();

    /** Reads everything that is left. */
    Answer answer() throws Exception;

    /** Goes away in the middle. */
    void abandon() throws Exception;
  }
}
