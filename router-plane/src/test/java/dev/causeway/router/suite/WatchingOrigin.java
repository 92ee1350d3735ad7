package dev.causeway.router.suite;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Answers every request that arrives complete, and keeps what came and what was wrong with it. */
final class WatchingOrigin implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final BiConsumer<OriginRequest, Consumer<String>> examination;
  private final AtomicInteger heads = new AtomicInteger();
  private final AtomicInteger complete = new AtomicInteger();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  /**
   * Starts the origin on a free port.
   *
   * @param examination looks at every head, and names what is wrong with it
   */
  WatchingOrigin(BiConsumer<OriginRequest, Consumer<String>> examination) throws IOException {
    this.examination = examination;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Returns how many heads arrived. */
  int heads() {
    return heads.get();
  }

  /** Returns how many requests arrived with all of their body. */
  int complete() {
    return complete.get();
  }

  /** Returns what was wrong with those that arrived. */
  Queue<String> faults() {
    return faults;
  }

  /** Returns the next complete request: its line, its header lines and its body. */
  String next() throws InterruptedException {
    String next = seen.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no request arrived");
    }
    return next;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OriginReply reply = new OriginReply(socket.getOutputStream());
      while (true) {
        OriginRequest request = OriginRequest.read(in);
        if (request == null) {
          return;
        }
        heads.incrementAndGet();
        examination.accept(request, faults::add);
        String body = new String(request.readAll(), StandardCharsets.ISO_8859_1);
        complete.incrementAndGet();
        seen.add(
            "%s %s\n%s\n\n%s"
                .formatted(
                    request.method(),
                    request.target(),
                    String.join("\n", request.headerLines()),
                    body));
        reply.full("200 OK", TestOrigin.text("long enough for every window"));
      }
    } catch (IOException e) {
      // A request that broke off: what the router does once its rest turns out to be malformed.
    } catch (RuntimeException e) {
      faults.add("not even a request: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
