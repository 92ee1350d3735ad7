package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.router.upstream.UpstreamOptions;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Something of ours fails while a response is handed on. */
@ExtendWith(LeakCheck.class)
final class BrokenDeliveryTest {
  private final Origin origin = new Origin();
  private final TestRouter router =
      new TestRouter(
              UpstreamOptions.DEFAULTS,
              engine -> exchange -> engine.handle(refusingSuccess(exchange)))
          .serving(origin.endpoint());

  @AfterEach
  void close() {
    router.close();
    origin.close();
  }

  /** An exchange that cannot take what the endpoint answers. */
  private static ProxyExchange refusingSuccess(ProxyExchange exchange) {
    return (ProxyExchange)
        Proxy.newProxyInstance(
            BrokenDeliveryTest.class.getClassLoader(),
            new Class<?>[] {ProxyExchange.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("respond")
                  && ((ResponseHead) arguments[0]).status().code() == 200) {
                throw new IllegalStateException("as the test wants");
              }
              return method.invoke(exchange, arguments);
            });
  }

  @Test
  void clientHearsOfItAndTheConnectionIsGivenUp() {
    try (Wire client = router.client()) {
      client.send("GET / HTTP/1.1\r\nHost: app.test\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        assertThat(client.message()).startsWith("HTTP/1.1 500 ");
        TestRouter.await("the connection is closed", () -> router.engine.upstreamOpen() == 0);
      }
    }
  }
}
