package dev.causeway.router.http;

/** Why a client connection was ended without an answer to a request. */
public enum Cut {
  /** HTTP/2: streams opened and reset by the client, again and again (CVE-2023-44487). */
  RAPID_RESET,
  /** HTTP/2: streams that we had to reset, again and again (CVE-2025-8671). */
  STREAM_ERRORS,
  /** HTTP/2: a header block in too many pieces. */
  CONTINUATION_FLOOD,
  /** HTTP/2: {@code SETTINGS} without end. */
  SETTINGS_FLOOD,
  /** HTTP/2: empty frames in a row. */
  EMPTY_FRAMES,
  /** HTTP/2: {@code PING}, {@code WINDOW_UPDATE} and the like out of proportion to the traffic. */
  OVERHEAD_FLOOD,
  /** HTTP/2: answers to control frames that the client does not read. */
  UNREAD_REPLIES,
  /** The PROXY header that must come first did not come, or not in time (RO-065). */
  NO_PROXY_HEADER,
  /** HTTP/2: anything else that breaks the protocol for the whole connection. */
  PROTOCOL_ERROR
}
