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
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Answers with what was asked; serves downloads and echoes WebSocket frames.
 *
 * <p>The query may say {@code delay}, milliseconds until the answer, and {@code begun}, when the
 * client began the request.
 */
final class OriginHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final String DOWNLOAD = "/download";
  private static final long DEFAULT_DOWNLOAD = 100_000_000;

  private final String name;
  private final boolean tls;
  private final Arrivals arrivals;
  private final ObjectMapper json = new ObjectMapper();

  OriginHandler(String name, boolean tls, Arrivals arrivals) {
    this.name = name;
    this.tls = tls;
    this.arrivals = arrivals;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request)
      throws JsonProcessingException {
    QueryStringDecoder query = new QueryStringDecoder(request.uri());
    if (request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      upgrade(ctx, request, query);
      return;
    }
    begin(query);
    if (query.path().equals(DOWNLOAD)) {
      long length = number(query, "bytes").orElse(DEFAULT_DOWNLOAD);
      ctx.pipeline().addLast(new DownloadHandler(length, arrivals));
      return;
    }
    long delay = number(query, "delay").orElse(0);
    if (delay > 0) {
      request.retain();
      ctx.executor()
          .schedule(
              () -> {
                try {
                  answer(ctx, request);
                } finally {
                  request.release();
                }
                return null;
              },
              delay,
              TimeUnit.MILLISECONDS);
    } else {
      answer(ctx, request);
    }
  }

  private void begin(QueryStringDecoder query) {
    number(query, "begun").ifPresentOrElse(arrivals::begin, arrivals::begin);
  }

  private static OptionalLong number(QueryStringDecoder query, String name) {
    try {
      List<String> values = query.parameters().getOrDefault(name, List.of());
      return values.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(values.getFirst()));
    } catch (IllegalArgumentException e) {
      // Any query is an origin's to answer.
      return OptionalLong.empty();
    }
  }

  private void answer(ChannelHandlerContext ctx, FullHttpRequest request)
      throws JsonProcessingException {
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
    written.addListener(sent -> arrivals.end());
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

  private void upgrade(
      ChannelHandlerContext ctx, FullHttpRequest request, QueryStringDecoder query) {
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(
                "ws://" + request.headers().get(HttpHeaderNames.HOST) + request.uri(), null, false)
            .newHandshaker(request);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
      return;
    }
    begin(query);
    ctx.channel().closeFuture().addListener(closed -> arrivals.end());
    ctx.pipeline().replace(this, "echo", new EchoFrames(handshaker));
    handshaker.handshake(ctx.channel(), request);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A client that goes away in the middle is no event for an origin.
    ctx.close();
  }
}
