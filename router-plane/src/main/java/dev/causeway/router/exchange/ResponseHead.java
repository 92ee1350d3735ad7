package dev.causeway.router.exchange;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The head of a response.
 *
 * @param status status with the reason phrase of the endpoint
 * @param headers headers; the receiver owns and may change them. Framing headers ({@code
 *     content-length}, {@code transfer-encoding}) are set by the codec that writes the head: {@code
 *     content-length} is kept if present, otherwise the protocol's own framing is used
 */
public record ResponseHead(HttpResponseStatus status, HttpHeaders headers) {}
