package dev.causeway.router.upstream;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Decodes responses; is told before each request whether it was HEAD, whose answer has no body. */
final class ResponseDecoder extends HttpResponseDecoder {
  /** Body bytes come as they were read, never split into smaller pieces. */
  private static final int MAX_CHUNK = 1 << 20;

  private boolean answersHead;

  ResponseDecoder(int maxHeadBytes) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(maxHeadBytes)
            .setMaxHeaderSize(maxHeadBytes)
            .setMaxChunkSize(MAX_CHUNK)
            .setInitialBufferSize(512));
  }

  /** Tells what the next final response answers. */
  void expect(boolean head) {
    answersHead = head;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    // Netty makes an exception for a websocket draft of 2010 whose 101 had a body; we do not.
    if (message instanceof HttpResponse response && response.status().code() < 200) {
      return true;
    }
    return answersHead || super.isContentAlwaysEmpty(message);
  }
}
