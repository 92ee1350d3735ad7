package dev.causeway.router.suite;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that behaves, or misbehaves, by the first segment of the path. One virtual
 * thread per connection; steps that a test wants to time wait for a permit of {@link #gate}.
 */
final class TestOrigin implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final String name;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<OriginRequest> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> broken = new LinkedBlockingQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger flaky = new AtomicInteger();
  private final AtomicLong moved = new AtomicLong();
  private final Semaphore gate = new Semaphore(0);

  private TestOrigin(String name, ServerSocket server) {
    this.name = name;
    this.server = server;
    Thread.ofVirtual().name("origin-" + name).start(this::accept);
  }

  /** Starts a plain origin. */
  static TestOrigin plain(String name) throws IOException {
    return new TestOrigin(name, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** Starts an origin behind TLS. */
  static TestOrigin tls(String name, SSLContext context) throws IOException {
    return new TestOrigin(
        name,
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  int port() {
    return server.getLocalPort();
  }

  /** Requests in the order they arrived. */
  OriginRequest nextRequest() throws InterruptedException {
    OriginRequest next = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no request arrived at origin " + name);
    }
    return next;
  }

  /** Waits until the origin saw a connection break in the middle of an exchange. */
  String nextBreak() throws InterruptedException {
    String next = broken.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no connection broke at origin " + name);
    }
    return next;
  }

  /** Forgets earlier requests, breaks and permits. */
  void reset() {
    requests.clear();
    broken.clear();
    gate.drainPermits();
    flaky.set(0);
    moved.set(0);
    count.set(0);
  }

  /** Lets one gated step go on. */
  void release() {
    gate.release();
  }

  /** Number of requests since the last reset. */
  int requestCount() {
    return count.get();
  }

  /** Number of connections that are open, used or not. */
  int connections() {
    return open.size();
  }

  /** Bytes sent or read by the streaming behaviours since the last reset. */
  long moved() {
    return moved.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    String last = "idle";
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OriginReply reply = new OriginReply(socket.getOutputStream());
      while (!reply.closes()) {
        OriginRequest request = OriginRequest.read(in);
        if (request == null) {
          return;
        }
        last = request.target();
        count.incrementAndGet();
        requests.add(request);
        behave(request, reply);
        while (request.read() != null) {
          // What the behaviour left unread would be taken for the next request.
        }
        last = "idle";
      }
    } catch (IOException | InterruptedException e) {
      if (!last.equals("idle")) {
        broken.add(last);
      }
    } finally {
      open.remove(socket);
    }
  }

  private void behave(OriginRequest request, OriginReply reply)
      throws IOException, InterruptedException {
    String target = request.target();
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    switch (path) {
      case "/echo" -> echo(request, reply);
      case "/sse" -> sse(reply);
      case "/early" -> early(reply);
      case "/expect" -> expect(request, reply);
      case "/refuse" -> reply.full("417 Expectation Failed", text("no"));
      case "/trailers" -> trailers(request, reply);
      case "/large" -> large(target, reply);
      case "/slow" -> slow(request, reply);
      case "/truncated" -> truncated(reply);
      case "/close" -> reply.closeAfter();
      case "/never" -> await(request);
      case "/flaky" -> flaky(reply);
      case "/error" -> reply.full("503 Out Of Order", text("origin says 503"));
      case "/missing" -> reply.full("404 Not Here", text("origin says 404"));
      case "/odd" ->
          reply.full("299 Odd Success", text("odd"), "Set-Cookie: a=1", "Set-Cookie: b=2");
      case "/with" -> with(target, reply);
      case "/empty" -> reply.head("204 No Content");
      case "/same" -> reply.head("304 Not Modified", "ETag: \"x\"", "Content-Length: 10");
      case "/page" -> page(request, reply);
      case "/ws" -> tunnel(request, reply);
      case "/ws-silent" -> silence(request, reply);
      case "/ws-late" -> late(request, reply);
      case "/ws-last" -> {
        reply.head(
            "101 Switching Protocols",
            "Connection: Upgrade",
            "Upgrade: " + request.header("upgrade"));
        reply.raw(text("bye"));
        reply.closeAfter();
      }
      case "/big" ->
          reply.full(
              "200 OK",
              text("big"),
              "X-Big: " + "b".repeat(Integer.parseInt(target.substring(query + 1))));
      default -> named(request, reply);
    }
  }

  private void named(OriginRequest request, OriginReply reply) throws IOException {
    byte[] body = text(name);
    request.readAll();
    if (request.method().equals("HEAD")) {
      reply.head("200 OK", "Content-Length: " + body.length, "X-Origin: " + name);
    } else {
      reply.full("200 OK", body, "X-Origin: " + name);
    }
  }

  /** Answers with the header lines of the query, separated by bars; underscores are blanks. */
  private static void with(String target, OriginReply reply) throws IOException {
    String lines = target.substring(target.indexOf('?') + 1).replace('_', ' ');
    reply.full("200 OK", text("with"), lines.split("\\|", -1));
  }

  private static void echo(OriginRequest request, OriginReply reply) throws IOException {
    reply.head("200 OK", "Transfer-Encoding: chunked", "Content-Type: application/octet-stream");
    for (byte[] part = request.read(); part != null; part = request.read()) {
      reply.chunk(part);
    }
    reply.lastChunk();
  }

  private void sse(OriginReply reply) throws IOException, InterruptedException {
    reply.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
    await();
    reply.chunk(text("data: one\n\n"));
    await();
    reply.chunk(text("data: two\n\n"));
    reply.lastChunk();
  }

  private static void early(OriginReply reply) throws IOException {
    reply.head("103 Early Hints", "Link: </style.css>; rel=preload");
    reply.full("200 OK", text("late"));
  }

  /** A page of repetitive text, with what the request wants in its head. */
  private static void page(OriginRequest request, OriginReply reply) throws IOException {
    String lines = request.header("x-reply");
    String[] head = lines == null ? new String[0] : lines.split("\\|", -1);
    byte[] body = text("All work and no play. ".repeat(1_000));
    if (request.method().equals("HEAD")) {
      reply.head("200 OK", head);
    } else if (request.target().endsWith("?trailers")) {
      String[] chunked = java.util.Arrays.copyOf(head, head.length + 1);
      chunked[head.length] = "Transfer-Encoding: chunked";
      reply.head("200 OK", chunked);
      reply.chunk(body);
      reply.lastChunk("X-Sum: 42");
    } else {
      reply.full(request.target().endsWith("?partial") ? "206 Part" : "200 OK", body, head);
    }
  }

  private void expect(OriginRequest request, OriginReply reply)
      throws IOException, InterruptedException {
    await();
    reply.head("100 Continue");
    reply.full("200 OK", request.readAll());
  }

  private static void trailers(OriginRequest request, OriginReply reply) throws IOException {
    byte[] body = request.readAll();
    String seen = String.join(",", request.trailerLines());
    reply.head("200 OK", "Transfer-Encoding: chunked", "Trailer: X-Sum", "X-Seen: " + seen);
    reply.chunk(body.length == 0 ? text("body") : body);
    reply.lastChunk("X-Sum: 42");
  }

  private void large(String target, OriginReply reply) throws IOException {
    long size = Long.parseLong(target.substring(target.indexOf('=') + 1));
    reply.head("200 OK", "Content-Length: " + size);
    byte[] block = new byte[65536];
    for (long left = size; left > 0; left -= block.length) {
      byte[] part = left >= block.length ? block : new byte[(int) left];
      reply.raw(part);
      moved.addAndGet(part.length);
    }
  }

  private void slow(OriginRequest request, OriginReply reply)
      throws IOException, InterruptedException {
    await();
    for (byte[] part = request.read(); part != null; part = request.read()) {
      moved.addAndGet(part.length);
    }
    reply.full("200 OK", text(Long.toString(moved.get())));
  }

  private static void truncated(OriginReply reply) throws IOException {
    reply.head("200 OK", "Content-Length: 100");
    reply.raw(text("partial"));
    reply.closeAfter();
  }

  /** Answers nothing and waits for the connection to break. */
  private void await(OriginRequest request) throws IOException {
    if (request.raw().read() < 0) {
      throw new IOException("closed by the peer");
    }
  }

  private void flaky(OriginReply reply) throws IOException {
    int attempt = flaky.incrementAndGet();
    if (attempt < 3) {
      reply.full("503 Not Yet", text("attempt " + attempt), "X-Attempt: " + attempt);
    } else {
      reply.full("200 OK", text("attempt " + attempt), "X-Attempt: " + attempt);
    }
  }

  private static void tunnel(OriginRequest request, OriginReply reply) throws IOException {
    String protocol = request.header("upgrade");
    if (protocol == null) {
      reply.full("426 Upgrade Required", text("upgrade"), "Upgrade: websocket");
      return;
    }
    reply.head(
        "101 Switching Protocols",
        "Connection: Upgrade",
        "Upgrade: " + protocol,
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    byte[] part = new byte[4096];
    for (int count = request.raw().read(part); count >= 0; count = request.raw().read(part)) {
      reply.raw(java.util.Arrays.copyOf(part, count));
    }
    reply.closeAfter();
  }

  private static void heardOut(OriginRequest request, OriginReply reply) throws IOException {
    reply.head(
        "101 Switching Protocols", "Connection: Upgrade", "Upgrade: " + request.header("upgrade"));
    while (request.raw().read() >= 0) {
      // What is said does not matter.
    }
  }

  /** A tunnel whose client closes its half before it hears something. */
  private static void late(OriginRequest request, OriginReply reply) throws IOException {
    heardOut(request, reply);
    reply.raw(text("at last"));
    reply.closeAfter();
  }

  /** A tunnel whose client closes its half and hears nothing. */
  private void silence(OriginRequest request, OriginReply reply)
      throws IOException, InterruptedException {
    heardOut(request, reply);
    await();
    reply.closeAfter();
  }

  private void await() throws IOException, InterruptedException {
    if (!gate.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("nobody opened the gate");
    }
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Override
  public @Nullable String toString() {
    return name;
  }
}
