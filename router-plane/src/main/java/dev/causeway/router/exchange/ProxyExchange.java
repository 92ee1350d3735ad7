package dev.causeway.router.exchange;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response.
 *
 * <p>Life: the codec hands a new exchange to the {@link ExchangeHandler} on the event loop. The
 * handler answers with any number of {@link #inform} calls, then exactly one {@link #respond} or
 * {@link #acceptUpgrade}, then writes to {@link #responseBody} until {@code end} or {@code abort}.
 * The exchange is over when the request has been read to its end (or discarded) and the response
 * has ended; only then the next pipelined request of an HTTP/1.1 connection starts, in a task of
 * its own. If the response ends while the request body is unread, HTTP/1.1 closes the connection
 * after the response and HTTP/2 resets the stream with {@code NO_ERROR}.
 *
 * <p>Methods belong to the event loop unless they say otherwise.
 */
public interface ProxyExchange {

  /** Returns the event loop that accepted the request. Any thread may call it. */
  EventLoop eventLoop();

  /** Returns the channel of the client's connection; for HTTP/2 all its streams share it. */
  Channel channel();

  /** Returns the request head. */
  RequestHead request();

  /** Returns the facts of the client connection. */
  ClientFacts client();

  /** Returns the request body; after {@link #acceptUpgrade}, the client's half of the tunnel. */
  BodySource requestBody();

  /** Sends an interim (1xx, not 101) response. Ignored for HTTP/1.0 clients. */
  void inform(ResponseHead head);

  /**
   * Sends the response head; not flushed unless {@code endsHere}.
   *
   * @param head head to send
   * @param endsHere whether there is no body; the exchange's response is then complete. For HEAD,
   *     204 and 304 the exchange itself drops body bytes and keeps {@code content-length}
   */
  void respond(ResponseHead head, boolean endsHere);

  /** Returns whether a response head (or upgrade) was sent. Any thread may call it. */
  boolean isCommitted();

  /** Returns where the response body goes; after an upgrade, our half of the tunnel. */
  BodySink responseBody();

  /**
   * Switches to a tunnel: 101 with these headers for HTTP/1.1, 200 without connection headers for
   * an RFC 8441 stream. From then on {@link #requestBody} and {@link #responseBody} carry raw
   * bytes. Only for requests with {@link RequestHead#upgrade}.
   *
   * @param headers response headers of the endpoint
   */
  void acceptUpgrade(HttpHeaders headers);

  /**
   * Sets what runs once if the client goes away (disconnect, stream reset, client timeout) before
   * the exchange is over. Runs on the event loop; at once if it already happened.
   */
  void onCancel(Consumer<Throwable> callback);

  /** Sets what runs once on the event loop when the exchange is over, however it ended. */
  void onOver(Runnable callback);

  /**
   * Aborts everything: the client sees a closed connection or a reset stream. Any thread may call
   * it; does nothing once the exchange is over.
   */
  void abort(Throwable cause);

  /** Returns how long the head of the request took to arrive, from its first byte. */
  long headNanos();

  /** Returns how many bytes went to the client so far; for HTTP/2, those of bodies. */
  long bytesSent();

  /** Returns how many bytes of bodies and tunnels came from the client so far. */
  long bytesReceived();

  /** Returns the handler's own state set by {@link #attach}, or null. */
  <T> @Nullable T attachment(Class<T> type);

  /** Attaches the handler's own state; one object per exchange. */
  void attach(Object state);
}
