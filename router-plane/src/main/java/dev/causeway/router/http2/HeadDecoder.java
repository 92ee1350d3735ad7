package dev.causeway.router.http2;

import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;

/** Decodes header blocks into {@link InboundHead}s. */
final class HeadDecoder extends DefaultHttp2HeadersDecoder {
  HeadDecoder(int maxHeadBytes) {
    super(false, maxHeadBytes);
  }

  @Override
  protected Http2Headers newHeaders() {
    return new InboundHead();
  }
}
