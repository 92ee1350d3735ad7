package dev.causeway.demo.check;

import dev.causeway.demo.client.ClientConnection;
import dev.causeway.demo.client.Dialer;
import dev.causeway.demo.client.Reply;
import dev.causeway.demo.client.Wire;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.system.Ports.RouterPorts;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Single requests on connections of their own, for the self-check's thread. */
final class Probe {
  private static final long TIMEOUT_SECONDS = 30;

  private final Dialer dialer;

  Probe(Dialer dialer) {
    this.dialer = dialer;
  }

  /**
   * An answer, and who the peer was.
   *
   * @param reply the answer
   * @param peer certificate of the peer, null without TLS
   */
  record Seen(Reply reply, @Nullable X509Certificate peer) {}

  /** Sends one request on a new connection. */
  Seen get(RouterPorts router, Wire wire, String host, String target) {
    int port = wire.tls() ? router.https() : router.http();
    String what = wire.label() + " " + host + target + " on port " + port;
    ClientConnection connection = await(what, dialer.dial(port, wire, host));
    try {
      return new Seen(await(what, connection.get(host, target)), connection.peer());
    } finally {
      connection.close();
    }
  }

  /** Sends one request on a new connection and returns the answer only. */
  Reply reply(RouterPorts router, Wire wire, String host, String target) {
    return get(router, wire, host, target).reply();
  }

  /** Waits for a client's future; its failure becomes a sentence. */
  static <T> T await(String what, CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new DemoException(what + " failed: " + e.getCause() + ".", e);
    } catch (TimeoutException e) {
      throw new DemoException(what + " had no answer in " + TIMEOUT_SECONDS + " s.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException(what + " was interrupted.", e);
    }
  }
}
