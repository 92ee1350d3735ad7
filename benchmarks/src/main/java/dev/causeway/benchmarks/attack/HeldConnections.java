package dev.causeway.benchmarks.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Holds many connections, sends a little on each and takes little of what comes; opens another one
 * for each that the router ends. An event is a turn of one connection.
 */
final class HeldConnections implements Attack.Attacker {
  private static final int RECEIVE_BUFFER = 4096;

  private final boolean secure;
  private final int connections;
  private final byte[] opening;
  private final byte[] drip;
  private final int takes;

  /**
   * Creates an attacker.
   *
   * @param secure whether the connections go to the TLS port
   * @param connections how many are held
   * @param opening what is sent first
   * @param drip what is sent at every turn
   * @param takes most bytes taken at every turn
   */
  HeldConnections(boolean secure, int connections, byte[] opening, byte[] drip, int takes) {
    this.secure = secure;
    this.connections = connections;
    this.opening = opening.clone();
    this.drip = drip.clone();
    this.takes = takes;
  }

  @Override
  public void run(Target target, Pace pace) throws IOException {
    Deque<SocketChannel> open = new ArrayDeque<>();
    ByteBuffer taken = ByteBuffer.allocate(takes);
    try {
      while (pace.take(1) > 0) {
        SocketChannel next = open.size() < connections ? null : open.poll();
        if (next == null) {
          next = opened(secure ? target.secure() : target.plain());
        } else if (!turn(next, taken)) {
          next.close();
          pace.cut();
          next = null;
        }
        if (next != null) {
          open.add(next);
        }
      }
    } finally {
      for (SocketChannel each : open) {
        each.close();
      }
    }
  }

  private @Nullable SocketChannel opened(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      channel.connect(address);
      channel.write(ByteBuffer.wrap(opening));
      channel.configureBlocking(false);
      return channel;
    } catch (IOException e) {
      channel.close();
      return null;
    }
  }

  private boolean turn(SocketChannel channel, ByteBuffer taken) {
    try {
      taken.clear();
      if (channel.read(taken) < 0) {
        return false;
      }
      channel.write(ByteBuffer.wrap(drip));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
