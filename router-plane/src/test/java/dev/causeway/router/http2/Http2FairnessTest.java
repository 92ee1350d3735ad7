package dev.causeway.router.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.http2.FrameClient.Frame;
import dev.causeway.router.suite.LeakCheck;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one connection asks for at once leaves the others their turn. */
@ExtendWith(LeakCheck.class)
class Http2FairnessTest {
  private static final int STREAMS = 100;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final Http2TestServer server =
      new Http2TestServer(
          exchange -> {
            if (exchange.request().target().equals("/0")) {
              await(asked);
            }
            Http2TestServer.text(exchange, exchange.request().target());
          });
  private final FrameClient bystander = server.client();
  private final FrameClient client = server.client();

  @AfterEach
  void stop() {
    asked.countDown();
    client.close();
    bystander.close();
    server.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Http2Headers get(String path) {
    return new DefaultHttp2Headers(false).method("GET").scheme("http").path(path).authority("a");
  }

  @Test
  void requestsThatComeTogetherDoNotBeginTogether() {
    bystander.get(1, "/served");
    assertThat(bystander.next().content()).isEqualTo(":status=200");
    assertThat(bystander.body()).isEqualTo("/served");
    Http2TestServer.next(server.exchanges);

    client.write(
        ctx -> {
          for (int i = 0; i < STREAMS; i++) {
            client.writer().writeHeaders(ctx, 2 * i + 1, get("/" + i), 0, true, ctx.newPromise());
          }
        });
    List<String> order = new ArrayList<>();
    order.add(Http2TestServer.next(server.exchanges).request().target());
    // The only loop of the server stands in the first request; this one is in the socket when it
    // goes on.
    bystander.get(3, "/bystander");
    asked.countDown();
    while (order.size() <= STREAMS) {
      order.add(Http2TestServer.next(server.exchanges).request().target());
    }

    // After a turn, and one more if the heads came in two reads.
    assertThat(order.indexOf("/bystander")).isLessThan(STREAMS / 2);
    order.remove("/bystander");
    assertThat(order).startsWith("/0", "/1", "/2").endsWith("/98", "/99").hasSize(STREAMS);
    Set<String> answers = new HashSet<>();
    while (answers.size() < STREAMS) {
      Frame frame = client.next();
      if (frame.type().equals("DATA")) {
        assertThat(frame.content()).isEqualTo("/" + (frame.stream() - 1) / 2);
        assertThat(answers.add(frame.content())).isTrue();
      }
    }
    assertThat(bystander.next().content()).isEqualTo(":status=200");
  }
}
