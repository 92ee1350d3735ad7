package dev.causeway.benchmarks.attack;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/**
 * Sends the same frames again and again over one HTTP/2 connection, which it reads, and opens
 * another one as soon as the router has had enough.
 */
final class FrameFlood implements Attack.Attacker {
  private static final int BATCH = 100;
  private static final int TIMEOUT_MILLIS = 5000;

  private final byte[] first;
  private final IntFunction<byte[]> frames;

  /**
   * Creates a flood.
   *
   * @param first what is sent first, behind the opening
   * @param frames what is sent for event number n of a connection
   */
  FrameFlood(byte[] first, IntFunction<byte[]> frames) {
    this.first = first.clone();
    this.frames = frames;
  }

  @Override
  public void run(Target target, Pace pace) throws IOException {
    while (!pace.over()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.httpPort())) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        flood(socket, pace);
      }
    }
  }

  private void flood(Socket socket, Pace pace) throws IOException {
    AtomicBoolean ended = new AtomicBoolean();
    DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    Thread.ofVirtual().start(() -> read(in, ended));
    OutputStream out = socket.getOutputStream();
    int sent = 0;
    try {
      out.write(Frames.join(Frames.opening(), first));
      for (int due = pace.take(BATCH); due > 0 && !ended.get(); due = pace.take(BATCH)) {
        byte[][] batch = new byte[due][];
        for (int i = 0; i < due; i++) {
          batch[i] = frames.apply(sent++);
        }
        out.write(Frames.join(batch));
      }
    } catch (IOException e) {
      ended.set(true);
    }
    if (ended.get()) {
      pace.cut();
    }
  }

  private static void read(DataInputStream in, AtomicBoolean ended) {
    try {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.skipNBytes(Frames.HEAD_BYTES - 4L + length);
        if (type == Frames.GOAWAY) {
          ended.set(true);
        }
      }
    } catch (IOException e) {
      ended.set(true);
    }
  }
}
