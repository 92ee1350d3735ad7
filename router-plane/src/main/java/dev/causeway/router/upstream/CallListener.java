package dev.causeway.router.upstream;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Told what an endpoint does with one request: any number of interim responses, then exactly one of
 * response, upgrade and failure, and {@link #onOver} last. All calls come on the event loop.
 */
public interface CallListener {
  /** An interim response other than 101 arrived. */
  void onInterim(ResponseHead head);

  /**
   * The final head arrived. What goes wrong later is told by the body.
   *
   * @param head head as the endpoint sent it
   * @param body body; to be started or discarded
   * @param endsHere whether there is no body, so that nothing but the end will come
   */
  void onResponse(ResponseHead head, BodySource body, boolean endsHere);

  /** The endpoint switched protocols; raw bytes flow from now on. */
  void onUpgraded(HttpHeaders headers, BodySource fromEndpoint, BodySink toEndpoint);

  /**
   * No final head will come.
   *
   * @param failure what happened
   * @param delivery how far the request got
   */
  void onFailure(ProxyFailure failure, Delivery delivery);

  /** The connection is done with the request, however it ended. Called once, after all others. */
  void onOver();
}
