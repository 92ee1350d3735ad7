package dev.causeway.router.engine;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;

/** The methods whose requests may be repeated (RFC 9110, 9.2.2). */
final class IdempotentMethods {
  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.PUT,
          HttpMethod.DELETE);

  private IdempotentMethods() {}

  static boolean contains(HttpMethod method) {
    return METHODS.contains(method);
  }
}
