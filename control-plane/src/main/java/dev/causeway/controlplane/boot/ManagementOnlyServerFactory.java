package dev.causeway.controlplane.boot;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * Makes the server of the management port, and none for the application itself, whose port is
 * negative: this process speaks HTTP to nobody else.
 */
public final class ManagementOnlyServerFactory extends NettyReactiveWebServerFactory {

  /** Spring Boot makes a second one for the management port. */
  public ManagementOnlyServerFactory() {}

  @Override
  public WebServer getWebServer(HttpHandler handler) {
    return getPort() < 0 ? new NoServer() : super.getWebServer(handler);
  }

  private record NoServer() implements WebServer {
    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public int getPort() {
      return -1;
    }
  }
}
