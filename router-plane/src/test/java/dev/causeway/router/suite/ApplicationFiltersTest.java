package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;

/** Filters that an application brings as beans, beside those that routes name. */
@ExtendWith(OutputCaptureExtension.class)
final class ApplicationFiltersTest extends OriginHarness {
  private static final String GLOBALS_LOG = "because the application brings global filters";

  @Configuration(proxyBeanMethods = false)
  static class WithGlobalFilter {
    @Bean
    GlobalFilter stampingEverything() {
      return (exchange, chain) -> {
        exchange.getResponse().getHeaders().add("X-Global", "seen");
        return chain.filter(exchange);
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class WithHeadersFilters {
    @Bean
    HttpHeadersFilter ofRequests() {
      return (headers, exchange) -> changed(headers, exchange, "X-Asked", "X-Secret");
    }

    @Bean
    HttpHeadersFilter ofResponses() {
      return new HttpHeadersFilter() {
        @Override
        public HttpHeaders filter(HttpHeaders headers, ServerWebExchange exchange) {
          return changed(headers, exchange, "X-Answered", "X-Origin");
        }

        @Override
        public boolean supports(Type type) {
          return type == Type.RESPONSE;
        }
      };
    }

    private static HttpHeaders changed(
        HttpHeaders headers, ServerWebExchange exchange, String added, String removed) {
      HttpHeaders changed = new HttpHeaders();
      changed.addAll(headers);
      changed.remove(removed);
      changed.set(added, exchange.getRequest().getURI().getPath());
      return changed;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class WithDoor {
    /** Lets nobody in who does not bring what it asks for. */
    @Bean
    GatewayFilter members() {
      return (exchange, chain) -> {
        if ("Bearer member".equals(exchange.getRequest().getHeaders().getFirst("Authorization"))) {
          return chain.filter(exchange);
        }
        exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
        exchange.getResponse().getHeaders().set("WWW-Authenticate", "Bearer");
        return exchange.getResponse().setComplete();
      };
    }
  }

  private TestRouter start(Class<?> beans, String express) {
    TestRouter router =
        TestRouter.start(
            List.of(beans),
            "causeway.router.express=" + express,
            "causeway.router.filters.tag.factory=AddRequestHeader",
            "causeway.router.filters.tag.args.name=X-Tag",
            "causeway.router.filters.tag.args.value=two");
    router.apply(
        new Routes()
            .upstream("up", origin())
            .both("plain.test", "", "up")
            .filtered("tag.test", List.of("tag"), "up"));
    return router;
  }

  private static Answer get(TestRouter router, String host, String... headers) throws Exception {
    try (TestClient client = Http1Client.plain(router.httpPort())) {
      return client.get(host, "/path", headers);
    }
  }

  private static void served(TestRouter router, int express, int gateway) {
    await()
        .atMost(RoutingHarness.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(router.served("express")).isEqualTo(express);
              assertThat(router.served("gateway")).isEqualTo(gateway);
            });
  }

  @Test
  void globalFilterSendsEveryRequestThroughTheGateway(CapturedOutput output) throws Exception {
    try (TestRouter router = start(WithGlobalFilter.class, "auto")) {
      assertThat(output).contains(GLOBALS_LOG).contains("causeway.router.express");
      assertThat(get(router, "plain.test").header("x-global")).isEqualTo("seen");
      assertThat(get(router, "tag.test").header("x-global")).isEqualTo("seen");
      served(router, 0, 2);
    }
  }

  @Test
  void globalFilterKeepsToRoutesWithFiltersWhereExpressIsForced(CapturedOutput output)
      throws Exception {
    try (TestRouter router = start(WithGlobalFilter.class, "on")) {
      assertThat(output).doesNotContain(GLOBALS_LOG);
      assertThat(get(router, "plain.test").header("x-global")).isNull();
      assertThat(get(router, "tag.test").header("x-global")).isEqualTo("seen");
      served(router, 1, 1);
    }
  }

  @Test
  void everyRequestTakesTheGatewayWhereExpressIsOff(CapturedOutput output) throws Exception {
    try (TestRouter router = start(WithGlobalFilter.class, "off")) {
      assertThat(output).contains("causeway.router.express is off");
      assertThat(get(router, "plain.test").header("x-global")).isEqualTo("seen");
      assertThat(get(router, "tag.test").header("x-global")).isEqualTo("seen");
      served(router, 0, 2);
    }
  }

  @Test
  void headersFiltersChangeWhatGoesOutAndWhatComesBack() throws Exception {
    try (TestRouter router = start(WithHeadersFilters.class, "off")) {
      Answer answer = get(router, "plain.test", "X-Secret: 1", "X-Other: 2");
      assertThat(answer.body()).isEqualTo("origin");
      assertThat(answer.header("x-answered")).isEqualTo("/path");
      assertThat(answer.header("x-origin")).isNull();
      OriginRequest request = origin().nextRequest();
      assertThat(request.header("x-asked")).isEqualTo("/path");
      assertThat(request.header("x-other")).isEqualTo("2");
      assertThat(request.header("x-secret")).isNull();
      assertThat(request.headers("x-forwarded-for")).hasSize(1);
    }
  }

  @Test
  void headersFiltersLeaveTheExpressPathAlone() throws Exception {
    try (TestRouter router = start(WithHeadersFilters.class, "auto")) {
      assertThat(get(router, "plain.test", "X-Secret: 1").header("x-answered")).isNull();
      assertThat(origin().nextRequest().header("x-secret")).isEqualTo("1");
      assertThat(get(router, "tag.test", "X-Secret: 1").header("x-answered")).isEqualTo("/path");
      OriginRequest request = origin().nextRequest();
      assertThat(request.header("x-secret")).isNull();
      assertThat(request.header("x-tag")).isEqualTo("two");
      served(router, 1, 1);
    }
  }

  @Test
  @Behaviour("LIM-009")
  void filterOfARouteMayAskForCredentials() throws Exception {
    try (TestRouter router = start(WithDoor.class, "auto")) {
      router.apply(
          new Routes()
              .upstream("up", origin())
              .both("plain.test", "", "up")
              .filtered("members.test", List.of("members"), "up"));
      Answer refused = get(router, "members.test", "Authorization: Bearer stranger");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("www-authenticate")).isEqualTo("Bearer");
      assertThat(origin().requestCount()).isZero();
      Answer served = get(router, "members.test", "Authorization: Bearer member");
      assertThat(served.body()).isEqualTo("origin");
      assertThat(get(router, "plain.test").body()).isEqualTo("origin");
    }
  }
}
