package dev.causeway.benchmarks.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;

/**
 * An origin of a run, a process of its own: 1 KB for every path, 100 MB for {@code /big}. One
 * thread, and some hundred bytes per connection, so that it is never the origin that gives in.
 */
public final class Origin {
  private static final int BACKLOG = 4096;
  private static final int SEND_BUFFER = 65_536;

  private Origin() {}

  /** Serves on the port of loopback that is the only argument. */
  public static void main(String[] arguments) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      int port = Integer.parseInt(arguments[0]);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      while (selector.select() >= 0) {
        for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
          SelectionKey key = ready.next();
          ready.remove();
          if (key.isValid() && key.isAcceptable()) {
            accept(server, selector);
          } else if (key.isValid() && key.attachment() instanceof OriginConnection connection) {
            serve(key, connection);
          }
        }
      }
    }
  }

  private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
    for (SocketChannel next = server.accept(); next != null; next = server.accept()) {
      // Loopback would give every connection some MB, and slow readers the kernel's limit.
      next.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      next.configureBlocking(false);
      next.register(selector, SelectionKey.OP_READ, new OriginConnection(next));
    }
  }

  private static void serve(SelectionKey key, OriginConnection connection) throws IOException {
    boolean open;
    try {
      open = connection.serve();
    } catch (IOException e) {
      open = false;
    }
    if (open) {
      key.interestOps(connection.isWriting() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    } else {
      key.channel().close();
    }
  }
}
