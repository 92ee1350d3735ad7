package dev.causeway.router.boot;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * A handler that is made when the first request needs it.
 *
 * <p>Making it creates {@code DispatcherHandler}, which looks for handler mappings once and leaves
 * out those that are being created at that moment. The mapping of the management endpoints would be
 * one of them, because an endpoint needs what follows the control plane, and that needs this.
 */
final class LateHttpHandler implements HttpHandler {

  private final Supplier<HttpHandler> maker;
  private volatile @Nullable HttpHandler made;

  LateHttpHandler(Supplier<HttpHandler> maker) {
    this.maker = maker;
  }

  @Override
  public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
    HttpHandler handler = made;
    return (handler == null ? make() : handler).handle(request, response);
  }

  private synchronized HttpHandler make() {
    HttpHandler handler = made;
    if (handler == null) {
      handler = maker.get();
      made = handler;
    }
    return handler;
  }
}
