package dev.causeway.router.http2;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Speaks HTTP/2 frame by frame, without any state that would keep it from doing it wrong. */
final class FrameClient implements AutoCloseable {
  /** What arrived: HEADERS as "name=value ...", DATA as text, codes by name. */
  record Frame(String type, int stream, String content, boolean last) {}

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  private final DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Frames reader;
  private final Channel channel;
  final BlockingQueue<Http2Settings> settings = new LinkedBlockingQueue<>();
  final BlockingQueue<Frame> windowUpdates = new LinkedBlockingQueue<>();
  volatile boolean givesWindowBack = true;
  volatile boolean answersPings = true;

  FrameClient(InetSocketAddress server) {
    this(server, new Http2Settings());
  }

  FrameClient(InetSocketAddress server, Http2Settings own) {
    reader = new Frames(own);
    try {
      channel =
          new Bootstrap()
              .group(loop)
              .channel(NioSocketChannel.class)
              .handler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.pipeline().addLast(reader);
                    }
                  })
              .connect(server)
              .sync()
              .channel();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Channel channel() {
    return channel;
  }

  /** Writes frames in one flush. */
  void write(Consumer<ChannelHandlerContext> frames) {
    ChannelHandlerContext ctx = channel.pipeline().context(reader);
    channel
        .eventLoop()
        .submit(
            () -> {
              frames.accept(ctx);
              ctx.flush();
            })
        .awaitUninterruptibly();
  }

  void headers(int stream, boolean last, String... namesAndValues) {
    // The one kind of headers that keeps any order.
    Http2Headers headers =
        ReadOnlyHttp2Headers.trailers(
            false, Stream.of(namesAndValues).map(AsciiString::of).toArray(AsciiString[]::new));
    write(ctx -> writer.writeHeaders(ctx, stream, headers, 0, last, ctx.newPromise()));
  }

  void get(int stream, String path) {
    headers(
        stream, true, ":method", "GET", ":scheme", "http", ":path", path, ":authority", "a.test");
  }

  void post(int stream, String path) {
    headers(
        stream, false, ":method", "POST", ":scheme", "http", ":path", path, ":authority", "a.test");
  }

  void data(int stream, String text, boolean last) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    write(ctx -> writer.writeData(ctx, stream, bytes, 0, last, ctx.newPromise()));
  }

  void reset(int stream, Http2Error error) {
    write(ctx -> writer.writeRstStream(ctx, stream, error.code(), ctx.newPromise()));
  }

  void windowUpdate(int stream, int increment) {
    write(ctx -> writer.writeWindowUpdate(ctx, stream, increment, ctx.newPromise()));
  }

  DefaultHttp2FrameWriter writer() {
    return writer;
  }

  /** Returns the next frame that carries a response or an error. */
  Frame next() {
    return Http2TestServer.next(frames);
  }

  /** Returns the content of the DATA frames up to END_STREAM. */
  String body() {
    var text = new StringBuilder();
    while (true) {
      Frame frame = next();
      if (!frame.type.equals("DATA")) {
        throw new AssertionError(frame);
      }
      text.append(frame.content);
      if (frame.last) {
        return text.toString();
      }
    }
  }

  boolean isQuiet() {
    return frames.isEmpty();
  }

  void awaitClose() {
    try {
      if (!closed.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("the connection is still open");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    writer.close();
  }

  private final class Frames extends ByteToMessageDecoder {
    private final DefaultHttp2FrameReader frameReader = new DefaultHttp2FrameReader(false);
    private final Http2FrameAdapter listener = new Listener();
    private final Http2Settings own;

    Frames(Http2Settings own) {
      this.own = own;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.write(Http2CodecUtil.connectionPrefaceBuf());
      writer.writeSettings(ctx, own, ctx.newPromise());
      ctx.flush();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
        throws Http2Exception {
      frameReader.readFrame(ctx, in, listener);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
      closed.countDown();
      frameReader.close();
      super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  private final class Listener extends Http2FrameAdapter {
    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean last) {
      int bytes = data.readableBytes();
      frames.add(new Frame("DATA", stream, data.toString(StandardCharsets.ISO_8859_1), last));
      if (givesWindowBack && bytes > 0) {
        writer.writeWindowUpdate(ctx, 0, bytes, ctx.newPromise());
        if (!last) {
          writer.writeWindowUpdate(ctx, stream, bytes, ctx.newPromise());
        }
        ctx.flush();
      }
      return bytes + padding;
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean last) {
      var text = new StringBuilder();
      headers.forEach(
          line -> text.append(line.getKey()).append('=').append(line.getValue()).append(' '));
      frames.add(new Frame("HEADERS", stream, text.toString().strip(), last));
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long code) {
      frames.add(new Frame("RST", stream, String.valueOf(Http2Error.valueOf(code)), true));
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long code, ByteBuf debug) {
      frames.add(new Frame("GOAWAY", last, String.valueOf(Http2Error.valueOf(code)), true));
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings theirs) {
      settings.add(theirs);
      writer.writeSettingsAck(ctx, ctx.newPromise());
      ctx.flush();
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int stream, int increment) {
      // The first one widens the connection; it says nothing about bodies.
      if (stream > 0) {
        windowUpdates.add(new Frame("WINDOW", stream, Integer.toString(increment), false));
      }
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) {
      if (answersPings) {
        writer.writePing(ctx, true, data, ctx.newPromise());
        ctx.flush();
      }
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
      frames.add(new Frame("PONG", 0, Long.toString(data), true));
    }
  }
}
