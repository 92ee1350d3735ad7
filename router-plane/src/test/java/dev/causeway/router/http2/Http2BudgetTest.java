package dev.causeway.router.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.http.Cut;
import dev.causeway.router.http.Refusal;
import dev.causeway.router.http2.FrameClient.Frame;
import dev.causeway.router.suite.LeakCheck;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a connection may cost: floods end it and are counted, while a bystander on a connection of
 * its own is served; honest clients may do the same things in proportion.
 */
@ExtendWith(LeakCheck.class)
class Http2BudgetTest {
  private static final int SLICE = 250;

  private final Http2TestServer server =
      new Http2TestServer(exchange -> Http2TestServer.text(exchange, "fine"));
  private final FrameClient bystander = server.client();
  private FrameClient client = server.client();
  private int bystanderStream = 1;

  @AfterEach
  void stop() {
    client.close();
    bystander.close();
    server.close();
  }

  private void expectServedBystander() {
    bystander.get(bystanderStream, "/bystander");
    assertThat(bystander.next().content()).isEqualTo(":status=200");
    assertThat(bystander.body()).isEqualTo("fine");
    bystanderStream += 2;
  }

  /** Writes the same thing again and again until the server has had enough. */
  private void flood(int times, ObjIntConsumer<ChannelHandlerContext> frame) {
    expectServedBystander();
    // In slices, between which the client reads.
    for (int from = 0; from < times && client.channel().isActive(); from += SLICE) {
      int first = from;
      client.write(
          ctx -> {
            for (int i = first; i < Math.min(times, first + SLICE); i++) {
              frame.accept(ctx, i);
            }
          });
    }
  }

  private void expectCut(Cut cut) {
    Frame frame = client.next();
    while (!frame.type().equals("GOAWAY")) {
      frame = client.next();
    }
    assertThat(frame.content()).isEqualTo("ENHANCE_YOUR_CALM");
    client.awaitClose();
    assertThat(Http2TestServer.next(server.cuts)).isEqualTo(cut);
    expectServedBystander();
    assertThat(server.cuts).isEmpty();
  }

  private static Http2Headers get() {
    return new DefaultHttp2Headers(false).method("GET").scheme("http").path("/").authority("a");
  }

  @Test
  void rapidReset() {
    server.handler =
        exchange -> {
          if (exchange.request().target().equals("/bystander")) {
            Http2TestServer.text(exchange, "fine");
          }
        };
    flood(
        1000,
        (ctx, i) -> {
          client.writer().writeHeaders(ctx, 2 * i + 1, get(), 0, true, ctx.newPromise());
          client.writer().writeRstStream(ctx, 2 * i + 1, 8, ctx.newPromise());
        });
    expectCut(Cut.RAPID_RESET);
    assertThat(server.exchanges).hasSizeLessThanOrEqualTo(203);
  }

  /** What comes in one piece with its reset is read and no more. */
  @Test
  void requestsThatAreResetAtOnceNeverBegin() {
    client.write(
        ctx -> {
          for (int i = 0; i < 50; i++) {
            client.writer().writeHeaders(ctx, 2 * i + 1, get(), 0, true, ctx.newPromise());
            client.writer().writeRstStream(ctx, 2 * i + 1, 8, ctx.newPromise());
          }
        });
    client.get(101, "/");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.body()).isEqualTo("fine");
    // The first piece may end in the middle of a pair.
    assertThat(server.exchanges).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void resetsInProportionToTheRequestsAreNobodysBusiness() {
    for (int i = 0; i < 900; i++) {
      int stream = 2 * i + 1;
      client.get(stream, "/");
      assertThat(client.next().content()).isEqualTo(":status=200");
      assertThat(client.body()).isEqualTo("fine");
      if (i % 3 == 0) {
        client.reset(stream, Http2Error.CANCEL);
      }
    }
    assertThat(server.cuts).isEmpty();
  }

  /** The client does not reset: it makes us do it (CVE-2025-8671). */
  @Test
  void madeYouReset() {
    flood(
        1000,
        (ctx, i) -> {
          client.writer().writeHeaders(ctx, 2 * i + 1, get(), 0, false, ctx.newPromise());
          client.writer().writeWindowUpdate(ctx, 2 * i + 1, Integer.MAX_VALUE, ctx.newPromise());
        });
    expectCut(Cut.STREAM_ERRORS);
  }

  @Test
  void malformedRequests() {
    flood(
        1000,
        (ctx, i) ->
            client
                .writer()
                .writeHeaders(
                    ctx,
                    2 * i + 1,
                    new DefaultHttp2Headers(false).method("GET"),
                    0,
                    true,
                    ctx.newPromise()));
    expectCut(Cut.STREAM_ERRORS);
  }

  @Test
  void dataForStreamsThatAreGone() {
    client.get(1, "/");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.body()).isEqualTo("fine");
    flood(
        20_000,
        (ctx, i) ->
            client
                .writer()
                .writeData(
                    ctx, 1, Unpooled.wrappedBuffer(new byte[] {1}), 0, false, ctx.newPromise()));
    expectCut(Cut.OVERHEAD_FLOOD);
  }

  @Test
  void smallContinuations() {
    flood(100, (ctx, i) -> ctx.write(i == 0 ? frame(1, 1, 1, (byte) 0x82) : frame(9, 0, 1)));
    expectCut(Cut.CONTINUATION_FLOOD);
  }

  /** Large pieces reach the limit of a header block instead. */
  @Test
  void largeContinuations() {
    flood(
        1000,
        (ctx, i) ->
            ctx.write(i == 0 ? frame(1, 1, 1, (byte) 0x82) : frame(9, 0, 1, new byte[16_000])));
    assertThat(client.next().type()).isEqualTo("GOAWAY");
    client.awaitClose();
    assertThat(Http2TestServer.next(server.cuts)).isEqualTo(Cut.PROTOCOL_ERROR);
    expectServedBystander();
  }

  @Test
  void pings() {
    flood(20_000, (ctx, i) -> client.writer().writePing(ctx, false, i, ctx.newPromise()));
    client.awaitClose();
    // The second one if the client is slow to read our answers, behind which GOAWAY waits then.
    assertThat(Http2TestServer.next(server.cuts)).isIn(Cut.OVERHEAD_FLOOD, Cut.UNREAD_REPLIES);
    expectServedBystander();
  }

  @Test
  void windowUpdates() {
    flood(20_000, (ctx, i) -> client.writer().writeWindowUpdate(ctx, 0, 1, ctx.newPromise()));
    expectCut(Cut.OVERHEAD_FLOOD);
  }

  @Test
  void priorities() {
    flood(
        20_000,
        (ctx, i) ->
            client.writer().writePriority(ctx, 2 * i + 1, 0, (short) 1, false, ctx.newPromise()));
    expectCut(Cut.OVERHEAD_FLOOD);
  }

  @Test
  void unknownFrames() {
    flood(
        20_000,
        (ctx, i) ->
            client
                .writer()
                .writeFrame(
                    ctx,
                    (byte) 0x77,
                    0,
                    new Http2Flags(),
                    Unpooled.EMPTY_BUFFER,
                    ctx.newPromise()));
    expectCut(Cut.OVERHEAD_FLOOD);
  }

  @Test
  void settings() {
    Http2Settings walk = new Http2Settings().initialWindowSize(70_000);
    flood(1000, (ctx, i) -> client.writer().writeSettings(ctx, walk, ctx.newPromise()));
    expectCut(Cut.SETTINGS_FLOOD);
  }

  @Test
  void emptyData() {
    server.handler = Http2TestServer::echo;
    client.post(1, "/");
    server.handler = exchange -> Http2TestServer.text(exchange, "fine");
    flood(
        100,
        (ctx, i) ->
            client.writer().writeData(ctx, 1, Unpooled.EMPTY_BUFFER, 0, false, ctx.newPromise()));
    expectCut(Cut.EMPTY_FRAMES);
  }

  @Test
  void windowUpdatesThatBytesAccountForArePaidFor() {
    server.handler =
        exchange -> {
          exchange.respond(Http2TestServer.ok(), false);
          exchange.responseBody().write(Unpooled.wrappedBuffer(new byte[200_000]));
          exchange.responseBody().end(null);
        };
    // The client gives every DATA frame back twice, which is what many do.
    for (int i = 0; i < 1000; i++) {
      client.get(2 * i + 1, "/");
      assertThat(client.next().content()).isEqualTo(":status=200");
      assertThat(client.body()).hasSize(200_000);
    }
    assertThat(server.cuts).isEmpty();
  }

  @Test
  void answersThatAreNotTaken() {
    server.limits = fewUnsentReplies();
    client.close();
    client = server.client();
    Http2TestServer.next(client.settings);
    client.channel().config().setAutoRead(false);
    flood(2_000_000, (ctx, i) -> client.writer().writePing(ctx, false, i, ctx.newPromise()));
    client.awaitClose();
    assertThat(Http2TestServer.next(server.cuts)).isEqualTo(Cut.UNREAD_REPLIES);
    expectServedBystander();
  }

  private static Http2Limits fewUnsentReplies() {
    Http2Limits all = Http2Limits.DEFAULTS;
    return new Http2Limits(
        all.maxStreams(),
        all.maxHeadBytes(),
        all.streamWindow(),
        all.connectionWindow(),
        all.maxResets(),
        Duration.ofSeconds(30),
        10,
        all.maxEmptyData(),
        all.maxSmallContinuations(),
        all.maxSettings(),
        Integer.MAX_VALUE);
  }

  /** One entry in the compression table, named again and again: a few bytes that mean 4 MB. */
  @Test
  void headersThatUnfoldBeyondTheLimit() {
    ByteBuf block = Unpooled.buffer();
    block.writeBytes(new byte[] {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'a'});
    block.writeBytes(new byte[] {0x40, 1, 'x'});
    // A length of 3000 as an integer with a prefix of 7 bits (RFC 7541, 5.1).
    block.writeByte(0x7f).writeByte(0x80 | (3000 - 127) % 128).writeByte((3000 - 127) / 128);
    block.writeBytes("y".repeat(3000).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 1400; i++) {
      block.writeByte(0x80 | 62);
    }
    byte[] bomb = ByteBufUtil.getBytes(block);
    client.write(ctx -> ctx.write(frame(1, 5, 1, bomb)));
    assertThat(client.next().content()).startsWith(":status=431 ");
    assertThat(Http2TestServer.next(server.refusals)).isEqualTo(Refusal.HEAD_TOO_LARGE);
    assertThat(server.exchanges).isEmpty();
    flood(1000, (ctx, i) -> ctx.write(frame(1, 5, 2 * i + 3, bomb)));
    expectCut(Cut.STREAM_ERRORS);
  }

  @Test
  void aLimitOfTheClientsThatNoResponseFitsInIsItsOwnLoss() {
    client.close();
    client = new FrameClient(server.plain(), new Http2Settings().maxHeaderListSize(1));
    Http2TestServer.next(client.settings);
    for (int i = 0; i < 20; i++) {
      client.get(2 * i + 1, "/");
    }
    expectServedBystander();
    for (int i = 0; i < 20; i++) {
      assertThat(Http2TestServer.next(server.events)).startsWith("over ");
    }
  }

  @Test
  void uploadsThatCrossARefusalDoNotEndTheConnection() {
    server.handler =
        exchange -> {
          if (exchange.request().target().equals("/now")) {
            Http2TestServer.text(exchange, "fine");
          }
        };
    client.write(
        ctx -> {
          for (int i = 0; i < 129; i++) {
            client.writer().writeHeaders(ctx, 2 * i + 1, get(), 0, false, ctx.newPromise());
          }
          // The last one is above the limit; its body is on its way all the same.
          for (int i = 0; i < 10; i++) {
            client
                .writer()
                .writeData(
                    ctx, 257, Unpooled.wrappedBuffer(new byte[100]), 0, i == 9, ctx.newPromise());
          }
          client.writer().writeRstStream(ctx, 1, 8, ctx.newPromise());
        });
    assertThat(client.next()).isEqualTo(new Frame("RST", 257, "REFUSED_STREAM", true));
    client.get(259, "/now");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.body()).isEqualTo("fine");
    assertThat(server.cuts).isEmpty();
  }

  private static ByteBuf frame(int type, int flags, int stream, byte... payload) {
    return Unpooled.buffer(9 + payload.length)
        .writeMedium(payload.length)
        .writeByte(type)
        .writeByte(flags)
        .writeInt(stream)
        .writeBytes(payload);
  }
}
