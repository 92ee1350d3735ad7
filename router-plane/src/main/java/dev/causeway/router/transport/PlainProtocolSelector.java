package dev.causeway.router.transport;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.HttpServing;
import dev.causeway.router.http.Refusal;
import dev.causeway.router.http1.Http1Connection;
import dev.causeway.router.http2.Http2Installer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a clear-text connection: HTTP/2 with prior knowledge announces itself by its
 * preface (TLS-023), everything else is HTTP/1. {@code Upgrade: h2c} is not honoured.
 */
final class PlainProtocolSelector extends ByteToMessageDecoder {
  /** Enough of the preface: no HTTP/1 method is PRI, so the rest is left to the HTTP/2 codec. */
  private static final String PREFACE_START = "PRI * HTTP";

  private final HttpServing serving;
  private DeadlineScan.@Nullable Entry watch;
  private long since;
  private boolean closedByUs;

  PlainProtocolSelector(HttpServing serving) {
    this.serving = serving;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (!closedByUs) {
      long nanos = serving.scans().apply(ctx.channel().eventLoop()).now() - since;
      serving.refused().left(client(ctx), actualReadableBytes() == 0, nanos);
    }
    super.channelInactive(ctx);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    DeadlineScan scan = serving.scans().apply(ctx.channel().eventLoop());
    since = scan.now();
    watch = scan.register(serving.timeouts().get().requestHead(), () -> overdue(ctx));
  }

  private void overdue(ChannelHandlerContext ctx) {
    if (serving.connections().get().ignoresEmpty()) {
      closedByUs = true;
      ctx.close();
    } else {
      Http1Connection.install(ctx.pipeline(), serving, client(ctx)).refuse(Refusal.HEAD_TIMEOUT);
      ctx.pipeline().remove(this);
    }
  }

  private static ClientFacts client(ChannelHandlerContext ctx) {
    return new ClientFacts(Peer.remote(ctx.channel()), Peer.local(ctx.channel()), null, null);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (watch != null) {
      serving.scans().apply(ctx.channel().eventLoop()).remove(watch);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int seen = Math.min(in.readableBytes(), PREFACE_START.length());
    boolean preface = true;
    for (int i = 0; i < seen && preface; i++) {
      preface = in.getByte(start + i) == PREFACE_START.charAt(i);
    }
    if (preface && seen < PREFACE_START.length()) {
      return;
    }
    ChannelPipeline pipeline = ctx.pipeline();
    ClientFacts client = client(ctx);
    if (preface) {
      Http2Installer.install(pipeline, serving, client);
    } else {
      Http1Connection.install(pipeline, serving, client);
    }
    pipeline.remove(this);
  }
}
