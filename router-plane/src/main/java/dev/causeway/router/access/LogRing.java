package dev.causeway.router.access;

import java.util.concurrent.atomic.AtomicLong;

/** Lines between one thread that makes them and one that takes them; neither ever waits. */
final class LogRing {
  private static final int HEAD = Integer.BYTES;

  private final byte[] bytes;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();

  /** Creates a ring of {@code capacity} bytes, a power of two. */
  LogRing(int capacity) {
    bytes = new byte[capacity];
  }

  /** Adds a line; returns false if there is no room for it. */
  boolean offer(byte[] line, int length) {
    long at = written.getPlain();
    if (bytes.length - (at - read.getAcquire()) < HEAD + length) {
      return false;
    }
    for (int i = 0; i < HEAD; i++) {
      bytes[index(at + i)] = (byte) (length >>> (8 * i));
    }
    int start = index(at + HEAD);
    int before = Math.min(length, bytes.length - start);
    System.arraycopy(line, 0, bytes, start, before);
    System.arraycopy(line, before, bytes, 0, length - before);
    written.setRelease(at + HEAD + length);
    return true;
  }

  /** Takes a line into {@code line}; returns its length, or -1 if there is none. */
  int poll(byte[] line) {
    long at = read.getPlain();
    if (at == written.getAcquire()) {
      return -1;
    }
    int length = 0;
    for (int i = 0; i < HEAD; i++) {
      length |= (bytes[index(at + i)] & 255) << (8 * i);
    }
    int start = index(at + HEAD);
    int before = Math.min(length, bytes.length - start);
    System.arraycopy(bytes, start, line, 0, before);
    System.arraycopy(bytes, 0, line, before, length - before);
    read.setRelease(at + HEAD + length);
    return length;
  }

  /** Returns whether more than half of the room is taken. Either thread. */
  boolean isHalfFull() {
    return written.get() - read.get() > bytes.length / 2;
  }

  private int index(long position) {
    return (int) (position & (bytes.length - 1));
  }
}
