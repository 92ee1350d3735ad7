package dev.causeway.router.transport;

import dev.causeway.router.access.AccessEntry;
import dev.causeway.router.access.AccessLog;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.http.HttpServing;
import dev.causeway.router.http1.Http1Connection;
import dev.causeway.router.http2.Http2Installer;
import dev.causeway.router.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection to the HTTPS port, from its ClientHello to the codec or relay that takes over. */
final class HttpsConnection {
  private final TrafficPolicy policy;
  private final HttpServing serving;
  private final IoTransport io;

  HttpsConnection(TrafficPolicy policy, HttpServing serving, IoTransport io) {
    this.policy = policy;
    this.serving = serving;
    this.io = io;
  }

  /** Prepares a new connection. */
  void accept(Channel channel) {
    channel
        .pipeline()
        .addLast(
            new ClientHelloPeek(
                serving.scans().apply(channel.eventLoop()), policy.inspectDelay(), this::decide));
  }

  private void decide(ChannelHandlerContext ctx, ClientHello hello) {
    switch (policy.sni(hello.serverName())) {
      case TlsTreatment.Relay relay -> relay(ctx, relay.route());
      case TlsTreatment.Terminate terminate -> terminate(ctx, hello, terminate.tls());
      case TlsTreatment.Refuse _ -> ctx.close();
    }
  }

  private void relay(ChannelHandlerContext ctx, PassthroughRoute route) {
    Channel channel = ctx.channel();
    ClientFacts client = new ClientFacts(Peer.remote(channel), Peer.local(channel), null, null);
    AccessLog log = policy.accessLog();
    AccessEntry entry = log == null ? null : log.relaying(client, route.backend());
    if (route.admits(
        client.remote(), end -> channel.closeFuture().addListener(closed -> end.run()))) {
      new PassthroughRelay(route, ctx, serving, io, entry).connect();
    } else {
      if (entry != null) {
        entry.termination(FailureCategory.SOURCE_REFUSED.logFlag());
        entry.over(0, 0);
      }
      ctx.close();
    }
  }

  private void terminate(ChannelHandlerContext ctx, ClientHello hello, ServerTls tls) {
    SslHandler handler = tls.newHandler(ctx.alloc(), hello.acceptsEcdsa());
    handler.setHandshakeTimeoutMillis(serving.timeouts().get().requestHead().toMillis());
    ChannelPipeline pipeline = ctx.pipeline();
    pipeline.addLast(handler).addLast(new Negotiated(hello.serverName(), handler, tls));
    pipeline.remove(ctx.handler());
    ctx.channel().config().setAutoRead(true);
  }

  /** Installs the codec that ALPN chose. */
  private final class Negotiated extends ChannelInboundHandlerAdapter {
    private final @Nullable String serverName;
    private final SslHandler tls;
    private final ServerTls served;

    Negotiated(@Nullable String serverName, SslHandler tls, ServerTls served) {
      this.serverName = serverName;
      this.tls = tls;
      this.served = served;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent completion) {
        if (completion.isSuccess()) {
          negotiated(ctx);
        } else {
          ctx.close();
        }
      }
      ctx.fireUserEventTriggered(event);
    }

    private void negotiated(ChannelHandlerContext ctx) {
      Channel channel = ctx.channel();
      SSLSession session = tls.engine().getSession();
      ClientFacts client =
          new ClientFacts(
              Peer.remote(channel),
              Peer.local(channel),
              serverName,
              session,
              served.identify(session));
      if (ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
        Http2Installer.install(ctx.pipeline(), serving, client);
      } else {
        Http1Connection.install(ctx.pipeline(), serving, client);
      }
      ctx.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
