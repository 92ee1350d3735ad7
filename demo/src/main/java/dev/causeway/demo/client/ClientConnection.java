package dev.causeway.demo.client;

import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection to a router that sends requests and never repeats one. */
public interface ClientConnection {
  /**
   * Sends a GET.
   *
   * @param authority Host header or {@code :authority}
   * @param target request target
   * @return the answer; fails with what broke the exchange
   */
  CompletableFuture<Reply> get(String authority, String target);

  /**
   * Completes once this client may not use the connection any more, with why.
   *
   * @return what the peer did, or an empty text if this client did not want it any more
   */
  CompletableFuture<String> endedByPeer();

  /** Returns {@link System#nanoTime} of when the connection was asked for. */
  long dialled();

  /** Returns whether another request may be sent now: open, not told to stop, and free. */
  boolean isUsable();

  /** Returns whether requests may be sent while others are under way. */
  boolean isMultiplexed();

  /** Returns the certificate the peer showed; null without TLS. */
  @Nullable X509Certificate peer();

  /** Closes the connection once nothing is under way on it. */
  void closeWhenIdle();

  /** Closes the connection now. */
  void close();
}
