package dev.causeway.router.http2;

import dev.causeway.router.http.Cut;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/** Ends a connection that is beyond one of its budgets. */
final class CutException extends Http2Exception {
  private static final long serialVersionUID = 1L;

  private final Cut cut;

  CutException(Cut cut) {
    super(Http2Error.ENHANCE_YOUR_CALM, cut.name());
    this.cut = cut;
  }

  /** Returns what ends a connection for which the codec or a budget of ours threw {@code error}. */
  static Cut reason(Http2Exception error) {
    if (error instanceof CutException ours) {
      return ours.cut;
    }
    // The one budget that the codec watches itself.
    return error.error() == Http2Error.ENHANCE_YOUR_CALM
        ? Cut.CONTINUATION_FLOOD
        : Cut.PROTOCOL_ERROR;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    // A flood should not cost stack traces.
    return this;
  }
}
