package dev.causeway.router.http2;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.http.HttpServing;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import org.jspecify.annotations.Nullable;

/** Assembles the codec of one connection around our own head decoder. */
final class Http2ConnectionBuilder
    extends AbstractHttp2ConnectionHandlerBuilder<Http2Connection, Http2ConnectionBuilder> {
  private final HttpServing serving;
  private final ClientFacts client;
  private final Http2Limits limits;
  private final ClosedStreams closed = new ClosedStreams();
  private final FrameBudget budget;
  private @Nullable FrameGuard guard;

  Http2ConnectionBuilder(HttpServing serving, ClientFacts client, Http2Limits limits) {
    this.serving = serving;
    this.client = client;
    this.limits = limits;
    this.budget = new FrameBudget(limits, System::nanoTime);
  }

  @Override
  protected Http2Connection build() {
    initialSettings(
        new Http2Settings()
            .maxConcurrentStreams(limits.maxStreams())
            .maxHeaderListSize(limits.maxHeadBytes())
            .initialWindowSize(limits.streamWindow())
            .connectProtocolEnabled(true));
    // Both are the guard's business, which counts what it refuses.
    decoderEnforceMaxConsecutiveEmptyDataFrames(0);
    decoderEnforceMaxRstFramesPerWindow(0, 0);
    decoupleCloseAndGoAway(true);
    gracefulShutdownTimeoutMillis(-1);

    DefaultHttp2Connection streams = new DefaultHttp2Connection(true, 0);
    streams.remote().maxActiveStreams(limits.maxStreams());
    streams
        .remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(
                streams, new UniformStreamByteDistributor(streams)));
    Http2ConnectionEncoder encoder =
        new DefaultHttp2ConnectionEncoder(streams, new DefaultHttp2FrameWriter());
    FrameGuard reader =
        new FrameGuard(
            new DefaultHttp2FrameReader(
                new HeadDecoder(limits.maxHeadBytes()), limits.maxSmallContinuations()),
            streams,
            closed,
            budget,
            () -> streams.local().flowController());
    guard = reader;
    Http2ConnectionDecoder decoder =
        new DefaultHttp2ConnectionDecoder(
            streams,
            encoder,
            reader,
            Http2PromisedRequestVerifier.ALWAYS_VERIFY,
            true,
            true,
            false);
    codec(decoder, encoder);
    return super.build();
  }

  @Override
  protected Http2Connection build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    if (guard == null) {
      throw new IllegalStateException("built without its reader");
    }
    return new Http2Connection(
        decoder, encoder, settings, serving, client, limits, guard, closed, budget);
  }
}
