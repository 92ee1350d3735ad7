package dev.causeway.samples.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.causeway.router.test.RouterUnderTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;

/** The filter in a running router, between a real client and a real origin. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=",
      "server.port=0",
      "causeway.router.bind-address=127.0.0.1",
      "causeway.router.http-port=0",
      "causeway.router.https-port=0",
      "causeway.router.shutdown-delay=0s",
      "causeway.router.warm-up=0s"
    })
final class OwnRouterTest {
  private static HttpServer origin;

  @BeforeAll
  static void startOrigin() throws Exception {
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/",
        exchange -> {
          byte[] tenants =
              String.valueOf(exchange.getRequestHeaders().get("X-Tenant")).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, tenants.length);
          exchange.getResponseBody().write(tenants);
          exchange.close();
        });
    origin.start();
  }

  @AfterAll
  static void stopOrigin() {
    origin.stop(0);
  }

  @Test
  void onlyRoutesThatNameTheFilterSendTheTenant(@Autowired ApplicationContext application)
      throws Exception {
    int port = origin.getAddress().getPort();
    RouterUnderTest router =
        RouterUnderTest.of(application)
            .route("acme.shop.test", port, "tenant")
            .route("plain.shop.test", port);

    assertThat(get(router, "acme.shop.test")).contains("200 OK").endsWith("[acme]");
    assertThat(get(router, "plain.shop.test")).contains("200 OK").endsWith("null");
  }

  @Test
  void unknownFiltersAreRefused(@Autowired ApplicationContext application) throws Exception {
    RouterUnderTest router = RouterUnderTest.of(application);

    assertThatThrownBy(() -> router.route("other.shop.test", 1, "tennant"))
        .hasMessageContaining("tennant");

    router.route("other.shop.test", origin.getAddress().getPort(), "tenant");
    assertThat(get(router, "other.shop.test")).endsWith("[other]");
  }

  @Test
  void furtherRouteOfTheSameHostTakesItsPlace(@Autowired ApplicationContext application)
      throws Exception {
    int port = origin.getAddress().getPort();
    RouterUnderTest router =
        RouterUnderTest.of(application).route("same.shop.test", port, "tenant");
    assertThat(get(router, "same.shop.test")).endsWith("[same]");

    router.route("same.shop.test", port);
    assertThat(get(router, "same.shop.test")).contains("200 OK").endsWith("null");
  }

  /** The JDK's client does not let a test choose {@code Host}. */
  private static String get(RouterUnderTest router, String host) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), router.httpPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
