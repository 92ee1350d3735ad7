package dev.causeway.router.http2;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a connection remembers of streams that are gone: which of them we reset not long ago, since
 * frames of theirs may still be on their way, and which numbers the client left out.
 */
final class ClosedStreams {
  /** More than a client can have open, several times. */
  private static final int REMEMBERED = 512;

  /** Created with the first reset: most connections never see one. */
  private int @Nullable [] resets;

  private int next;
  private int highest = -1;
  private int gapFrom = Integer.MAX_VALUE;
  private int gapTo;

  /** The client opened a stream. */
  void opened(int streamId) {
    if (streamId > highest + 2) {
      gapFrom = highest + 2;
      gapTo = streamId;
    }
    highest = streamId;
  }

  /** We reset, or refused to open, a stream. */
  void reset(int streamId) {
    int[] ring = resets;
    if (ring == null) {
      ring = new int[REMEMBERED];
      resets = ring;
    }
    ring[next] = streamId;
    next = (next + 1) % REMEMBERED;
  }

  /** Returns whether frames of a stream may have crossed our reset. */
  boolean wasReset(int streamId) {
    int[] ring = resets;
    return ring != null && Arrays.stream(ring).anyMatch(known -> known == streamId);
  }

  /** Returns whether the client could have used the number, and chose a larger one. */
  boolean wasLeftOut(int streamId) {
    return streamId >= gapFrom && streamId < gapTo;
  }
}
