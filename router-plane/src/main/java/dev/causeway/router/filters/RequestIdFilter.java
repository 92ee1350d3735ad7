package dev.causeway.router.filters;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The filter {@code request-id}: every request reaches the endpoint with an {@code X-Request-Id},
 * and the response carries the same one.
 *
 * <p>An id of the client is kept if it is 1 to 128 letters, digits, {@code -}, {@code _}, {@code .}
 * or {@code :}; anything else is replaced by 128 random bits in hexadecimal. The id tells requests
 * apart and is no secret, hence the plain random source.
 */
public final class RequestIdFilter implements GatewayFilter {

  /** Name under which routes ask for this filter. */
  public static final String NAME = "request-id";

  /** Header that carries the id in both directions. */
  public static final String HEADER = "X-Request-Id";

  private static final int LONGEST = 128;

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    String sent = exchange.getRequest().getHeaders().getFirst(HEADER);
    String id = sent != null && isUsable(sent) ? sent : fresh();
    exchange
        .getResponse()
        .beforeCommit(
            () -> Mono.fromRunnable(() -> exchange.getResponse().getHeaders().set(HEADER, id)));
    if (id.equals(sent)) {
      return chain.filter(exchange);
    }
    return chain.filter(
        exchange
            .mutate()
            .request(
                exchange.getRequest().mutate().headers(headers -> headers.set(HEADER, id)).build())
            .build());
  }

  private static String fresh() {
    byte[] bits = new byte[16];
    ThreadLocalRandom.current().nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  private static boolean isUsable(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    return id.chars().allMatch(RequestIdFilter::isUsable);
  }

  private static boolean isUsable(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == ':';
  }

  @Override
  public @Nullable String toString() {
    return NAME;
  }
}
