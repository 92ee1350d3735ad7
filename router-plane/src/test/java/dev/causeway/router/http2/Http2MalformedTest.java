package dev.causeway.router.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.http.Refusal;
import dev.causeway.router.http2.FrameClient.Frame;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.testkit.Behaviour;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that break the protocol never become exchanges. */
@ExtendWith(LeakCheck.class)
class Http2MalformedTest {
  private final Http2TestServer server =
      new Http2TestServer(exchange -> Http2TestServer.text(exchange, "fine"));
  private FrameClient client = server.client();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  static Stream<String> malformedHeads() {
    String rest = " :scheme=http :path=/ :authority=a";
    return Stream.of(
        ":scheme=http :path=/ :authority=a",
        ":method=GET :path=/ :authority=a",
        ":method=GET :scheme=http :authority=a",
        ":method=GET :scheme=http :path= :authority=a",
        ":method=GET :scheme=http :path=a :authority=a",
        ":method=GET :scheme=http :path=* :authority=a",
        ":method=GET :scheme=http :path=/a#b :authority=a",
        ":method=GET :scheme=http :path=/a\u0001 :authority=a",
        ":method=G(T" + rest,
        ":method=GET :method=GET" + rest,
        ":method=GET" + rest + " :path=/b",
        ":method=GET" + rest + " :status=200",
        ":method=GET" + rest + " :unknown=1",
        ":method=GET :scheme=http :path=/ x=1 :authority=a",
        ":method=GET" + rest + " host=b",
        ":method=GET :scheme=http :path=/ :authority=a,b",
        ":method=GET :scheme=http :path=/ :authority=u@a",
        ":method=GET :scheme=http :path=/ host=a host=b",
        ":method=GET" + rest + " Upper=1",
        ":method=GET" + rest + " =1",
        ":method=GET" + rest + " a:b=1",
        ":method=GET" + rest + " x=a\nb",
        ":method=GET" + rest + " x=a\rb",
        ":method=GET" + rest + " x=a\u0000b",
        ":method=GET" + rest + " x=\tb",
        ":method=GET" + rest + " connection=close",
        ":method=GET" + rest + " transfer-encoding=chunked",
        ":method=GET" + rest + " upgrade=websocket",
        ":method=GET" + rest + " keep-alive=1",
        ":method=GET" + rest + " proxy-connection=1",
        ":method=GET" + rest + " te=gzip",
        ":method=GET" + rest + " content-length=5",
        ":method=GET" + rest + " content-length=x",
        ":method=GET" + rest + " content-length=",
        ":method=GET" + rest + " content-length=0 content-length=1",
        ":method=GET" + rest + " content-length=99999999999999999999",
        ":method=GET" + rest + " :protocol=websocket",
        ":method=CONNECT" + rest + " :protocol=websocket");
  }

  @ParameterizedTest
  @MethodSource("malformedHeads")
  void malformedHeadResetsTheStream(String head) {
    String[] lines = head.split(" ", -1);
    String[] namesAndValues = new String[2 * lines.length];
    for (int i = 0; i < lines.length; i++) {
      int split = lines[i].indexOf('=');
      namesAndValues[2 * i] = lines[i].substring(0, split);
      namesAndValues[2 * i + 1] = lines[i].substring(split + 1);
    }
    client.headers(1, true, namesAndValues);
    assertThat(client.next()).isEqualTo(new Frame("RST", 1, "PROTOCOL_ERROR", true));
    assertThat(Http2TestServer.next(server.refusals)).isEqualTo(Refusal.BAD_REQUEST);

    client.get(3, "/");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(server.exchanges).hasSize(1);
  }

  @Test
  void bodyMustHaveItsLength() {
    server.handler = Http2TestServer::echo;
    client.headers(
        1, false, ":method", "POST", ":scheme", "http", ":path", "/", "content-length", "3");
    client.data(1, "four", false);
    expectReset(1);
    assertThat(Http2TestServer.next(server.events)).isEqualTo("cancelled /");

    client.headers(
        3, false, ":method", "POST", ":scheme", "http", ":path", "/", "content-length", "3");
    client.data(3, "2!", true);
    expectReset(3);
  }

  @Test
  void trailersMustBeTrailers() {
    server.handler = Http2TestServer::echo;
    client.post(1, "/");
    client.headers(1, true, ":path", "/b");
    expectReset(1);
    client.post(3, "/");
    client.headers(3, false, "x", "1");
    expectReset(3);
  }

  private void expectReset(int stream) {
    Frame frame = client.next();
    while (!frame.type().equals("RST")) {
      frame = client.next();
    }
    assertThat(frame).isEqualTo(new Frame("RST", stream, "PROTOCOL_ERROR", true));
  }

  @Test
  void connectIsRefusedBeforeRouting() {
    client.headers(1, false, ":method", "CONNECT", ":authority", "a:443");
    assertThat(client.next().content()).startsWith(":status=405 ");
    assertThat(client.next()).isEqualTo(new Frame("RST", 1, "NO_ERROR", true));
    client.headers(
        3,
        false,
        ":method",
        "CONNECT",
        ":scheme",
        "http",
        ":path",
        "/",
        ":authority",
        "a",
        ":protocol",
        "connect-udp");
    assertThat(client.next().content()).startsWith(":status=501 ");
    assertThat(server.exchanges).isEmpty();
    assertThat(server.refusals)
        .containsExactly(Refusal.METHOD_NOT_ALLOWED, Refusal.NOT_IMPLEMENTED);
  }

  @Test
  @Behaviour("RO-035")
  void headLargerThanTheLimitIsRefused() {
    String[] large = head(10, 2_300);
    client.headers(1, true, large);
    assertThat(client.next().content()).isEqualTo(":status=200");
    client.headers(3, true, head(16, 2_300));
    Frame frame = client.next();
    while (frame.stream() == 1) {
      frame = client.next();
    }
    assertThat(frame.content()).startsWith(":status=431 ");
    assertThat(server.exchanges).hasSize(1);
  }

  private static String[] head(int lines, int length) {
    String[] head = new String[8 + 2 * lines];
    String[] pseudo = {":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a"};
    System.arraycopy(pseudo, 0, head, 0, 8);
    for (int i = 0; i < lines; i++) {
      head[8 + 2 * i] = "x" + i;
      head[9 + 2 * i] = "v".repeat(length);
    }
    return head;
  }

  @Test
  void garbageInsteadOfThePrefaceIsRefused() {
    client.write(ctx -> ctx.write(Unpooled.wrappedBuffer(new byte[64])));
    assertThat(client.next().type()).isEqualTo("GOAWAY");
    client.awaitClose();
    assertThat(Http2Error.PROTOCOL_ERROR).isNotNull();
  }
}
