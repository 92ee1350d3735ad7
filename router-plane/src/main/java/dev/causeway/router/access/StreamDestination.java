package dev.causeway.router.access;

import java.io.IOException;
import java.io.OutputStream;

/** Lines on a stream, many with one write, so that lines of others come between, not within. */
final class StreamDestination implements LogDestination {
  private static final int BATCH_BYTES = 64 * 1024;

  private final OutputStream stream;
  private final byte[] batch = new byte[BATCH_BYTES];
  private int length;

  /** Creates a destination; {@code stream} stays open. */
  StreamDestination(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(byte[] line, int lineLength) throws IOException {
    line[lineLength] = '\n';
    if (batch.length - length <= lineLength) {
      flush();
    }
    System.arraycopy(line, 0, batch, length, lineLength + 1);
    length += lineLength + 1;
  }

  @Override
  public void flush() throws IOException {
    int taken = length;
    length = 0;
    stream.write(batch, 0, taken);
    stream.flush();
  }

  @Override
  public void close() {
    // The stream is the process's.
  }
}
