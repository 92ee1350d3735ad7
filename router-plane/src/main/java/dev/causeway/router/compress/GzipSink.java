package dev.causeway.router.compress;

import dev.causeway.router.exchange.BodySink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what is written as one gzip member (RFC 1952). A flush lets everything written so far
 * reach the client, so that streams of events keep flowing.
 */
final class GzipSink implements BodySink {
  /** Magic number, method deflate, no flags. */
  private static final int HEADER_START = 0x1f8b0800;

  /** Fastest algorithm, on Unix. */
  private static final int HEADER_END = 0x0403;

  private static final int OUTPUT_BYTES = 16 * 1024;
  private static final int TRAILER_BYTES = 8;

  private final BodySink out;
  private final ByteBufAllocator allocator;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 checksum = new CRC32();
  private boolean begun;
  private boolean unflushed;
  private boolean ended;
  private boolean released;

  GzipSink(BodySink out, ByteBufAllocator allocator) {
    this.out = out;
    this.allocator = allocator;
  }

  @Override
  public void write(ByteBuf data) {
    try {
      if (ended || released || !data.isReadable()) {
        return;
      }
      for (ByteBuffer part : data.nioBuffers()) {
        checksum.update(part.duplicate());
        deflater.setInput(part);
        emit(Deflater.NO_FLUSH);
      }
      unflushed = true;
    } finally {
      data.release();
    }
  }

  /** Writes what the deflater has to give; it keeps the rest to itself until it is flushed. */
  private void emit(int mode) {
    boolean full = true;
    while (full) {
      ByteBuf buffer = allocator.ioBuffer(OUTPUT_BYTES);
      if (!begun) {
        begun = true;
        buffer.writeInt(HEADER_START).writeInt(0).writeShort(HEADER_END);
      }
      ByteBuffer room = buffer.nioBuffer(buffer.writerIndex(), buffer.writableBytes());
      int count = deflater.deflate(room, mode);
      buffer.writerIndex(buffer.writerIndex() + count);
      full = !room.hasRemaining();
      if (buffer.isReadable()) {
        out.write(buffer);
      } else {
        buffer.release();
      }
    }
  }

  @Override
  public void flush() {
    if (unflushed && !ended && !released) {
      unflushed = false;
      emit(Deflater.SYNC_FLUSH);
    }
    out.flush();
  }

  @Override
  public void end(@Nullable HttpHeaders trailers) {
    if (!ended && !released) {
      ended = true;
      deflater.finish();
      emit(Deflater.NO_FLUSH);
      out.write(
          allocator
              .ioBuffer(TRAILER_BYTES)
              .writeIntLE((int) checksum.getValue())
              .writeIntLE((int) deflater.getBytesRead()));
    }
    out.end(trailers);
  }

  @Override
  public void abort(Throwable cause) {
    out.abort(cause);
  }

  @Override
  public boolean isWritable() {
    return out.isWritable();
  }

  @Override
  public void onWritable(Runnable callback) {
    out.onWritable(callback);
  }

  /** Gives the memory of the deflater back; runs once the exchange is over. */
  void release() {
    if (!released) {
      released = true;
      deflater.end();
    }
  }
}
