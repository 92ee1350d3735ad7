package dev.causeway.router.suite;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP/2 over TLS frame by frame; a stream's data is asked for only when the test reads. */
final class Http2Client implements TestClient {

  private static final long PATIENCE_SECONDS = 20;

  private final String scheme;
  private final EventLoopGroup group;
  private final Channel connection;
  private final CompletableFuture<Http2Settings> settings;
  private final CompletableFuture<Long> goAway;
  private final List<Channel> streams = new ArrayList<>();

  private Http2Client(
      EventLoopGroup group,
      Channel connection,
      CompletableFuture<Http2Settings> settings,
      CompletableFuture<Long> goAway,
      String scheme) {
    this.scheme = scheme;
    this.group = group;
    this.connection = connection;
    this.settings = settings;
    this.goAway = goAway;
  }

  static Http2Client connect(int port, String sni) throws Exception {
    SslContext context =
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    "h2"))
            .build();
    return connect(port, sni, context);
  }

  /** Connects without TLS, with prior knowledge. */
  static Http2Client plain(int port) throws Exception {
    return connect(port, "", null);
  }

  private static Http2Client connect(int port, String sni, @Nullable SslContext context)
      throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    CompletableFuture<Http2Settings> settings = new CompletableFuture<>();
    CompletableFuture<Long> goAway = new CompletableFuture<>();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (context != null) {
                      channel.pipeline().addLast(context.newHandler(channel.alloc(), sni, port));
                    }
                    channel
                        .pipeline()
                        .addLast(Http2FrameCodecBuilder.forClient().build())
                        .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                        .addLast(new ConnectionFrames(settings, goAway));
                  }
                });
    Channel channel = bootstrap.connect(InetAddress.getLoopbackAddress(), port).sync().channel();
    return new Http2Client(group, channel, settings, goAway, context == null ? "http" : "https");
  }

  /** The settings the router sent. */
  Http2Settings settings() throws Exception {
    return settings.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Completes with the error code of the router's GOAWAY. */
  CompletableFuture<Long> goAway() {
    return goAway;
  }

  @Override
  public Stream send(Call call) throws Exception {
    settings();
    Http2Headers headers = new DefaultHttp2Headers();
    headers.method(call.method()).scheme(scheme).authority(call.authority()).path(call.target());
    return open(headers, call);
  }

  /** Opens an RFC 8441 stream. */
  Stream connectWebSocket(String authority, String target) throws Exception {
    settings();
    Http2Headers headers = new DefaultHttp2Headers();
    headers.method("CONNECT").scheme("https").authority(authority).path(target);
    headers.add(":protocol", "websocket");
    headers.add("sec-websocket-version", "13");
    return open(headers, new Call("CONNECT", authority, target, List.of(), false));
  }

  private Stream open(Http2Headers headers, Call call) throws Exception {
    for (String line : call.headerLines()) {
      int colon = line.indexOf(':');
      headers.add(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    Http2StreamChannel channel =
        new Http2StreamChannelBootstrap(connection)
            .option(io.netty.channel.ChannelOption.AUTO_READ, false)
            .handler(new StreamFrames(events))
            .open()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    channel
        .writeAndFlush(new DefaultHttp2HeadersFrame(headers, call.endsHere()))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    streams.add(channel);
    return new Exchange(channel, events);
  }

  @Override
  public void close() {
    // A stream that has ended keeps what was never read until it is closed itself.
    streams.forEach(stream -> stream.close().awaitUninterruptibly());
    connection.close().awaitUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private record End(List<String> trailers) {}

  private record Broken(String why) {}

  private static final class ConnectionFrames extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<Http2Settings> settings;
    private final CompletableFuture<Long> goAway;

    ConnectionFrames(CompletableFuture<Http2Settings> settings, CompletableFuture<Long> goAway) {
      this.settings = settings;
      this.goAway = goAway;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2SettingsFrame frame) {
        settings.complete(frame.settings());
      } else if (message instanceof Http2GoAwayFrame frame) {
        goAway.complete(frame.errorCode());
      }
      ReferenceCountUtil.release(message);
    }
  }

  private static final class StreamFrames extends ChannelInboundHandlerAdapter {
    private final BlockingQueue<Object> events;
    private String end = "stream closed";

    StreamFrames(BlockingQueue<Object> events) {
      this.events = events;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2HeadersFrame frame) {
        List<String> lines = new ArrayList<>();
        frame
            .headers()
            .forEach(
                entry -> {
                  if (entry.getKey().charAt(0) != ':') {
                    lines.add(entry.getKey() + ": " + entry.getValue());
                  }
                });
        CharSequence status = frame.headers().status();
        if (status == null) {
          events.add(new End(lines));
          return;
        }
        events.add(new Head(Integer.parseInt(status.toString()), "", lines));
        if (frame.isEndStream()) {
          events.add(new End(List.of()));
        }
      } else if (message instanceof Http2DataFrame frame) {
        if (frame.content().isReadable()) {
          events.add(ByteBufUtil.getBytes(frame.content()));
        }
        boolean last = frame.isEndStream();
        frame.release();
        if (last) {
          events.add(new End(List.of()));
        }
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      // Netty tells of a reset ahead of frames that nobody has asked for yet, but closes the stream
      // behind them: that is where the reset belongs.
      if (event instanceof Http2ResetFrame reset) {
        end = "reset with " + reset.errorCode();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      events.add(new Broken(end));
    }
  }

  private static final class Exchange implements Stream {
    private final Http2StreamChannel channel;
    private final BlockingQueue<Object> events;
    private final List<Head> interim = new ArrayList<>();
    private List<String> trailers = List.of();
    private @Nullable Head head;
    private boolean ended;

    Exchange(Http2StreamChannel channel, BlockingQueue<Object> events) {
      this.channel = channel;
      this.events = events;
    }

    private Object next() throws Exception {
      channel.read();
      Object event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("nothing arrived on the stream");
      }
      if (event instanceof Broken broken) {
        throw new IOException(broken.why());
      }
      return event;
    }

    @Override
    public void data(byte[] bytes) throws Exception {
      channel
          .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), false))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void end(String... trailerLines) throws Exception {
      Object last = new DefaultHttp2DataFrame(true);
      if (trailerLines.length > 0) {
        Http2Headers fields = new DefaultHttp2Headers();
        for (String line : trailerLines) {
          int colon = line.indexOf(':');
          fields.add(
              line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        last = new DefaultHttp2HeadersFrame(fields, true);
      }
      channel.writeAndFlush(last).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Head interim() throws Exception {
      Object event = next();
      if (event instanceof Head arrived && arrived.status() / 100 == 1) {
        interim.add(arrived);
        return arrived;
      }
      throw new AssertionError("expected an interim response, got " + event);
    }

    @Override
    public Head head() throws Exception {
      Head known = head;
      while (known == null) {
        if (!(next() instanceof Head arrived)) {
          throw new AssertionError("expected a head");
        }
        if (arrived.status() / 100 == 1) {
          interim.add(arrived);
        } else {
          known = arrived;
        }
      }
      head = known;
      return known;
    }

    @Override
    public byte @Nullable [] read() throws Exception {
      head();
      if (ended) {
        return null;
      }
      Object event = next();
      if (event instanceof End end) {
        trailers = end.trailers();
        ended = true;
        return null;
      }
      return (byte[]) event;
    }

    @Override
    public List<String> trailers() {
      return trailers;
    }

    @Override
    public Answer answer() throws Exception {
      Head arrived = head();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (byte[] part = read(); part != null; part = read()) {
        body.writeBytes(part);
      }
      return new Answer(interim, arrived, body.toByteArray(), trailers);
    }

    @Override
    public void abandon() throws Exception {
      // Closing resets the stream with CANCEL and releases what the test never read.
      channel.close().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
