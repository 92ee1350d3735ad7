package dev.causeway.router.upstream;

import dev.causeway.router.exchange.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;

/**
 * One HTTP/2 connection to an endpoint, shared by the requests of its event loop. Closes when it
 * was idle for the idle timeout, and after GOAWAY as soon as its streams have ended.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter implements UpstreamConnection {
  /** What a peer should allow at least (RFC 9113, 6.5.2); assumed until its SETTINGS arrive. */
  private static final long STREAMS_UNTIL_SETTINGS = 100;

  private static final int STREAM_WINDOW = 262_144;
  private static final int CONNECTION_WINDOW = 4 * 1024 * 1024;

  private final EndpointPool pool;
  private final Channel channel;
  private final Deadline deadline = new IdleDeadline();
  private final Http2StreamChannelBootstrap streamBootstrap;
  private long maxStreams = STREAMS_UNTIL_SETTINGS;
  private int streams;
  private long started;
  private long idleSince = System.nanoTime();
  private boolean draining;
  private boolean closed;

  private Http2Connection(EndpointPool pool, Channel channel) {
    this.pool = pool;
    this.channel = channel;
    this.streamBootstrap = new Http2StreamChannelBootstrap(channel);
  }

  /** Turns a connected channel into an HTTP/2 connection. */
  static Http2Connection install(EndpointPool pool, Channel channel) {
    Http2Connection connection = new Http2Connection(pool, channel);
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forClient()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .pushEnabled(false)
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(pool.owner().maxHeadBytes()))
            .gracefulShutdownTimeoutMillis(0)
            .build();
    channel.pipeline().addLast(codec, new Http2MultiplexHandler(new RefusePush()), connection);
    connection.widen(codec);
    pool.owner().wheel().schedule(connection.deadline, System.nanoTime(), pool.idleNanos());
    return connection;
  }

  private void widen(Http2FrameCodec codec) {
    try {
      Http2LocalFlowController controller = codec.connection().local().flowController();
      int initial = controller.initialWindowSize();
      controller.incrementWindowSize(
          codec.connection().connectionStream(), CONNECTION_WINDOW - initial);
      channel.flush();
    } catch (Http2Exception e) {
      // The default window works as well, only slower.
      channel.pipeline().fireExceptionCaught(e);
    }
  }

  @Override
  public boolean isReused() {
    return started > 0;
  }

  @Override
  public UpstreamCall send(RequestHead head, CallTimeouts timeouts, CallListener listener) {
    boolean secure = pool.tls() != null;
    Http2Call call =
        new Http2Call(this, head, secure, isReused(), timeouts, listener, pool.owner().wheel());
    streams++;
    started++;
    call.open(streamBootstrap);
    return call;
  }

  @Override
  public void giveBack() {
    // Nothing was taken: streams are counted when they are sent.
  }

  EventLoop eventLoop() {
    return channel.eventLoop();
  }

  boolean takesStreams() {
    return !closed && !draining && channel.isActive() && streams < maxStreams;
  }

  /** One stream less. */
  void streamEnded() {
    streams--;
    idleSince = System.nanoTime();
    if (streams == 0 && (draining || pool.isRetired())) {
      close();
    }
  }

  /** Takes no further streams, closes when the last has ended. */
  void drain() {
    draining = true;
    if (streams == 0) {
      close();
    }
  }

  private void close() {
    if (!closed) {
      closed = true;
      pool.gone(this);
      pool.owner().wheel().cancel(deadline);
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case Http2SettingsFrame frame -> {
        Long limit = frame.settings().maxConcurrentStreams();
        maxStreams = limit == null ? Long.MAX_VALUE : limit;
      }
      case Http2GoAwayFrame frame -> {
        frame.release();
        drain();
      }
      default -> ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close();
  }

  private final class IdleDeadline extends Deadline {
    @Override
    long remainingNanos(long now) {
      if (streams > 0) {
        return pool.idleNanos();
      }
      return pool.isRetired() ? 0 : pool.idleNanos() - (now - idleSince);
    }

    @Override
    void expire() {
      close();
    }
  }

  /** Push is switched off, so a pushed stream is a protocol error that the codec reports. */
  private static final class RefusePush extends ChannelInboundHandlerAdapter {
    @Override
    public boolean isSharable() {
      return true;
    }
  }
}
