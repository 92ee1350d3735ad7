package dev.causeway.router.boot;

import dev.causeway.router.transport.IoTransport;

/** How the operator wants sockets driven ({@code causeway.router.transport}). */
public enum TransportChoice {
  /** epoll, or the JDK's selector on machines without it. */
  AUTO,
  /** epoll or nothing. */
  EPOLL,
  /** io_uring or nothing. */
  IO_URING,
  /** The JDK's selector. */
  NIO;

  /**
   * Returns the transport to use.
   *
   * @throws IllegalArgumentException if this machine does not have the one that was asked for
   */
  IoTransport resolve() {
    return switch (this) {
      case AUTO -> IoTransport.best();
      case EPOLL -> required(IoTransport.EPOLL);
      case IO_URING -> required(IoTransport.IO_URING);
      case NIO -> IoTransport.NIO;
    };
  }

  private static IoTransport required(IoTransport wanted) {
    Throwable refusal = wanted.unavailability();
    if (refusal != null) {
      throw new IllegalArgumentException(
          "causeway.router.transport is "
              + wanted.name().toLowerCase(java.util.Locale.ROOT)
              + ", which this machine does not offer ("
              + reason(refusal)
              + "); set it to auto, epoll, io_uring or nio");
    }
    return wanted;
  }

  /** The innermost cause says what the kernel or the loader refused. */
  private static String reason(Throwable refusal) {
    Throwable root = refusal;
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage());
  }
}
