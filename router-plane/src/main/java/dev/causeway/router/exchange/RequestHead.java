package dev.causeway.router.exchange;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, validated by the codec that read it.
 *
 * @param protocol protocol of the client
 * @param method method; for an RFC 8441 stream, {@code GET} with {@code upgrade} set
 * @param target request target as sent, each char one byte (ISO-8859-1): origin form, absolute form
 *     or {@code *}; for HTTP/2 the {@code :path}
 * @param authority the Host header or {@code :authority} as sent, or null where there is none
 * @param headers headers without pseudo-headers; {@code host} is present whenever authority is.
 *     Owned by the exchange and mutable; hop-by-hop headers are still in place
 * @param upgrade the protocol the client wants to switch to, lower-case ({@code websocket}), or
 *     null; set for {@code Connection: upgrade} and for RFC 8441 alike
 * @param endsHere whether the request has no body at all
 */
public record RequestHead(
    Protocol protocol,
    HttpMethod method,
    String target,
    @Nullable String authority,
    HttpHeaders headers,
    @Nullable String upgrade,
    boolean endsHere) {

  /** Protocol versions of clients and endpoints. */
  public enum Protocol {
    HTTP_1_0,
    HTTP_1_1,
    HTTP_2
  }
}
