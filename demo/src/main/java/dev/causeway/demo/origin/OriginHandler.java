package dev.causeway.demo.origin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers with what was asked; serves downloads and echoes WebSocket frames. */
final class OriginHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final String DOWNLOAD = "/download";
  private static final long DEFAULT_DOWNLOAD = 100_000_000;

  private final String name;
  private final boolean tls;
  private final AtomicInteger inFlight;
  private final ObjectMapper json = new ObjectMapper();

  OriginHandler(String name, boolean tls, AtomicInteger inFlight) {
    this.name = name;
    this.tls = tls;
    this.inFlight = inFlight;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request)
      throws JsonProcessingException {
    if (request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      upgrade(ctx, request);
      return;
    }
    QueryStringDecoder query = new QueryStringDecoder(request.uri());
    inFlight.incrementAndGet();
    if (query.path().equals(DOWNLOAD)) {
      List<String> bytes = query.parameters().getOrDefault("bytes", List.of());
      long length = bytes.isEmpty() ? DEFAULT_DOWNLOAD : Long.parseLong(bytes.getFirst());
      ctx.pipeline().addLast(new DownloadHandler(length, inFlight));
      return;
    }
    ByteBuf body =
        Unpooled.wrappedBuffer(
            json.writerWithDefaultPrettyPrinter()
                .writeValueAsString(facts(ctx, request))
                .concat("\n")
                .getBytes(StandardCharsets.UTF_8));
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    response.headers().set("x-origin", name);
    HttpUtil.setContentLength(response, body.readableBytes());
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    if (request.method().equals(HttpMethod.HEAD)) {
      body.clear();
    }
    HttpUtil.setKeepAlive(response, keepAlive);
    ChannelFuture written = ctx.writeAndFlush(response);
    written.addListener(sent -> inFlight.decrementAndGet());
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private Map<String, Object> facts(ChannelHandlerContext ctx, FullHttpRequest request) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("origin", name);
    facts.put("port", ((InetSocketAddress) ctx.channel().localAddress()).getPort());
    facts.put("tls", tls);
    facts.put("method", request.method().name());
    facts.put("target", request.uri());
    Map<String, String> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            header -> headers.merge(header.getKey(), header.getValue(), (a, b) -> a + ", " + b));
    facts.put("headers", headers);
    facts.put("bodyBytes", request.content().readableBytes());
    return facts;
  }

  private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(
                "ws://" + request.headers().get(HttpHeaderNames.HOST) + request.uri(), null, false)
            .newHandshaker(request);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
      return;
    }
    inFlight.incrementAndGet();
    ctx.channel().closeFuture().addListener(closed -> inFlight.decrementAndGet());
    ctx.pipeline().replace(this, "echo", new EchoFrames(handshaker));
    handshaker.handshake(ctx.channel(), request);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A client that goes away in the middle is no event for an origin.
    ctx.close();
  }
}
