package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConnectionLimitTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: x.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Test
  @Behaviour("RO-012")
  void connectionsBeyondTheLimitWaitUntilOthersClose() throws Exception {
    try (TestServer server = new TestServer()) {
      server.maxConnections = 2;
      List<Socket> open = new ArrayList<>();
      try {
        open.add(connect(server));
        open.add(connect(server));
        TestServer.await("both accepted", () -> server.server.connectionCount() == 2);

        Socket waiting = connect(server);
        open.add(waiting);
        waiting.getOutputStream().write(REQUEST);
        waiting.setSoTimeout(300);
        assertThat(silent(waiting)).isTrue();
        assertThat(server.server.connectionCount()).isEqualTo(2);

        open.getFirst().close();
        TestServer.await("the third accepted", () -> server.handler.exchanges.size() == 1);
      } finally {
        for (Socket socket : open) {
          socket.close();
        }
      }
    }
  }

  private static Socket connect(TestServer server) throws Exception {
    return new Socket(server.http().getAddress(), server.http().getPort());
  }

  private static boolean silent(Socket socket) throws Exception {
    try {
      return socket.getInputStream().read() < -1;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }
}
