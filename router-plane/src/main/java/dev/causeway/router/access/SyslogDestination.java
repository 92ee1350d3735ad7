package dev.causeway.router.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** Lines as datagrams, one each (RO-084). */
final class SyslogDestination implements LogDestination {
  private final SocketAddress receiver;
  private @Nullable DatagramChannel channel;

  /** Creates a destination; its socket is opened for the first line. */
  SyslogDestination(String address, int port) {
    receiver = new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  @Override
  public void write(byte[] line, int length) throws IOException {
    DatagramChannel open = channel;
    if (open == null) {
      open = DatagramChannel.open();
      channel = open;
    }
    // HAProxy ends datagrams with a line feed too.
    line[length] = '\n';
    open.send(ByteBuffer.wrap(line, 0, length + 1), receiver);
  }

  @Override
  public void flush() {
    // Every line is on its way.
  }

  @Override
  public void close() throws IOException {
    DatagramChannel open = channel;
    if (open != null) {
      open.close();
    }
  }
}
