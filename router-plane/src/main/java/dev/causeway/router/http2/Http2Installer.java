package dev.causeway.router.http2;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.http.HttpServing;
import io.netty.channel.ChannelPipeline;

/** Puts HTTP/2 on a connection that ALPN or the client's preface has chosen it for. */
public final class Http2Installer {
  private Http2Installer() {}

  /**
   * Appends the codec to {@code pipeline}, whose channel must be active; the client's preface is
   * still to be read. On the event loop of the channel.
   */
  public static void install(
      ChannelPipeline pipeline, HttpServing serving, ClientFacts client, Http2Limits limits) {
    pipeline.addLast(new Http2ConnectionBuilder(serving, client, limits).build());
  }

  /** As above, with {@link Http2Limits#DEFAULTS} and the shard's limit for heads. */
  public static void install(ChannelPipeline pipeline, HttpServing serving, ClientFacts client) {
    install(
        pipeline,
        serving,
        client,
        Http2Limits.DEFAULTS.withHeadBytes(serving.heads().get().maxLineBytes()));
  }
}
