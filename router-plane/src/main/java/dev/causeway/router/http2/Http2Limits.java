package dev.causeway.router.http2;

import java.time.Duration;

/**
 * What one client connection may cost.
 *
 * @param maxStreams most streams at a time; further ones are refused and may be tried again
 * @param maxHeadBytes largest header list, bytes by the count of RFC 9113, 10.5.1 (RO-035)
 * @param streamWindow most request bytes in flight on one stream, bytes
 * @param connectionWindow most request bytes in flight on all streams, hence the most memory that
 *     unread bodies of one connection occupy, bytes
 * @param maxResets most {@code RST_STREAM} frames received within {@code window}, or half of the
 *     requests where that is more, and most stream errors committed; a client beyond it is
 *     disconnected
 * @param window period of {@code maxResets}, {@code maxSettings} and {@code maxOverhead}
 * @param maxUnsentReplies most {@code PING}, {@code SETTINGS} and {@code RST_STREAM} frames read
 *     while the client does not take our answers
 * @param maxEmptyData most empty {@code DATA} frames in a row
 * @param maxSmallContinuations most small {@code CONTINUATION} frames in a row
 * @param maxSettings most {@code SETTINGS} frames within {@code window}
 * @param maxOverhead most {@code PING}, {@code PRIORITY}, {@code WINDOW_UPDATE}, empty and unknown
 *     frames within {@code window}, beyond those that requests and bodies account for
 */
public record Http2Limits(
    int maxStreams,
    int maxHeadBytes,
    int streamWindow,
    int connectionWindow,
    int maxResets,
    Duration window,
    int maxUnsentReplies,
    int maxEmptyData,
    int maxSmallContinuations,
    int maxSettings,
    int maxOverhead) {

  /** The limits of every listener. */
  public static final Http2Limits DEFAULTS =
      new Http2Limits(
          128,
          32_768,
          256 * 1024,
          1024 * 1024,
          200,
          Duration.ofSeconds(30),
          1000,
          10,
          16,
          100,
          10_000);

  /** Returns these limits with another one for heads. */
  public Http2Limits withHeadBytes(int headBytes) {
    return new Http2Limits(
        maxStreams,
        headBytes,
        streamWindow,
        connectionWindow,
        maxResets,
        window,
        maxUnsentReplies,
        maxEmptyData,
        maxSmallContinuations,
        maxSettings,
        maxOverhead);
  }
}
