package dev.causeway.router.engine;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Told what became of a request sent by {@link Engine#open}: any number of interim responses, then
 * exactly one of response, upgrade and failure. All calls come on the exchange's event loop. After
 * {@link UpstreamExchange#abort} nothing more is told, except that a body handed out breaks off.
 */
public interface UpstreamListener {
  /** An interim response arrived; pass it to {@code ProxyExchange.inform}. */
  void onInterim(ResponseHead head);

  /**
   * The response head arrived, with the rule's programme applied. Nothing is committed.
   *
   * @param head head for the client
   * @param body body; start it or discard it, at once or later
   * @param endsHere whether there is no body
   */
  void onResponse(ResponseHead head, BodySource body, boolean endsHere);

  /**
   * The endpoint switched protocols. Accept with {@link Engine#tunnel} or abort.
   *
   * @param headers headers of the endpoint's 101 answer
   */
  void onUpgraded(HttpHeaders headers, BodySource fromEndpoint, BodySink toEndpoint);

  /** No response will come. Answer with {@link Engine#fail}, or handle it. */
  void onFailure(ProxyFailure failure);
}
