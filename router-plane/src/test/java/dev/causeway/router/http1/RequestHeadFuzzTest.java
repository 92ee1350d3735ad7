package dev.causeway.router.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.causeway.router.http.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/** Bytes of an HTTP/1.1 client: what is read does not depend on how they were cut. */
final class RequestHeadFuzzTest {

  /** The first byte is the length of the pieces, the rest is what a client sends. */
  @FuzzTest
  void piecesAreReadAsTheWhole(byte[] data) {
    if (data.length < 2) {
      return;
    }
    int piece = 1 + (data[0] & 0xff);
    assertThat(read(data, piece)).isEqualTo(read(data, data.length));
  }

  /** Everything up to the end of the first request or its refusal, as text. */
  private static String read(byte[] data, int piece) {
    EmbeddedChannel channel = new EmbeddedChannel(new Http1RequestDecoder(32 * 1024, 32 * 1024));
    StringBuilder seen = new StringBuilder();
    for (int at = 1; at < data.length; at += piece) {
      channel.writeInbound(Unpooled.copiedBuffer(data, at, Math.min(piece, data.length - at)));
    }
    boolean refused = false;
    for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
      refused |= !refused && !note(message, seen);
      ReferenceCountUtil.release(message);
    }
    channel.finishAndReleaseAll();
    return seen.toString();
  }

  /** Returns whether the connection would go on. */
  private static boolean note(Object message, StringBuilder seen) {
    if (message instanceof HttpRequest request) {
      if (request.decoderResult().isFailure()) {
        seen.append("refused");
        return false;
      }
      Refusal refusal = Http1Heads.refusal(request);
      seen.append(request.method()).append(' ').append(request.uri()).append('\n');
      seen.append(refusal).append('\n');
      request.headers().forEach(header -> seen.append(header).append('\n'));
      if (refusal == null) {
        assertThat(Http1Heads.read(request).target()).isEqualTo(request.uri());
      }
      return refusal == null;
    }
    if (message instanceof HttpContent content) {
      boolean intact = content.decoderResult().isSuccess();
      seen.append(intact ? content.content().toString(ISO_8859_1) : "broken");
      return intact;
    }
    return true;
  }
}
