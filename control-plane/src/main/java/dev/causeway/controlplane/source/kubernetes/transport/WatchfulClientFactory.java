package dev.causeway.controlplane.source.kubernetes.transport;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Makes clients whose watches end soon after their server has gone, however it went. The client's
 * library finds this as a service.
 *
 * <p>The JDK's WebSocket does not tell its listener of a connection that ends while a message is
 * being handed over (its transport fails with an {@code InternalError} that nobody sees), and
 * nothing tells of a server that vanished without a word. A watch would then be silent until the
 * library opens it anew, which it does every five to ten minutes.
 */
public final class WatchfulClientFactory extends JdkHttpClientFactory {
  /** Time between two pings; half of how long a dead connection may go unnoticed. */
  private static final Duration BEAT = Duration.ofSeconds(10);

  private final Duration beat;

  /** Makes clients that ping every ten seconds. */
  public WatchfulClientFactory() {
    this(BEAT);
  }

  /**
   * Makes clients that ping.
   *
   * @param beat time between two pings, above 0
   */
  public WatchfulClientFactory(Duration beat) {
    this.beat = beat;
  }

  @Override
  public int priority() {
    return 1;
  }

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return new WatchfulBuilder(super.createNewHttpClientBuilder(), beat);
  }
}
