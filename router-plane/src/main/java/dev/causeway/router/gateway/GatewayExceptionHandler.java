package dev.causeway.router.gateway;

import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Answers traffic whose filters failed, before Boot's handler would answer it with its JSON.
 * Failures of the engine get the engine's page; a filter that throws a status gets that status
 * without a body; anything else is an internal error, said in the log.
 */
public final class GatewayExceptionHandler implements WebExceptionHandler, Ordered {

  private static final Logger log = LoggerFactory.getLogger(GatewayExceptionHandler.class);

  /** Boot's {@code DefaultErrorWebExceptionHandler} has -1. */
  @Override
  public int getOrder() {
    return -2;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    GatewayCall call = PlanWebFilter.callOf(exchange);
    if (call == null || exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    FailureCategory category = categoryOf(failure);
    if (category == null) {
      HttpStatusCode status = statusOf(failure);
      if (status != null && status.value() != HttpStatus.GATEWAY_TIMEOUT.value()) {
        exchange.getResponse().setRawStatusCode(status.value());
        exchange.getResponse().getHeaders().clearContentHeaders();
        return exchange.getResponse().setComplete();
      }
      category = status == null ? FailureCategory.INTERNAL : FailureCategory.UPSTREAM_TIMEOUT;
    }
    if (category == FailureCategory.INTERNAL) {
      log.error("Filters of route {} failed", call.plan().route(), failure);
    }
    call.fail(ProxyFailure.of(failure, category));
    return Mono.empty();
  }

  private static @Nullable FailureCategory categoryOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UpstreamFailureException upstream) {
        return upstream.category();
      }
      if (cause instanceof TimeoutException) {
        return FailureCategory.UPSTREAM_TIMEOUT;
      }
    }
    return null;
  }

  private static @Nullable HttpStatusCode statusOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ErrorResponse response) {
        return response.getStatusCode();
      }
      if (cause instanceof RestClientResponseException response) {
        return response.getStatusCode();
      }
      // As Spring's own handlers do: CircuitBreaker says so that its circuit is open.
      ResponseStatus said =
          AnnotatedElementUtils.findMergedAnnotation(cause.getClass(), ResponseStatus.class);
      if (said != null) {
        return said.code();
      }
    }
    return null;
  }
}
