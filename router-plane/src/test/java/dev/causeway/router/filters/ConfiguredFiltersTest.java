package dev.causeway.router.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;
import org.springframework.cloud.gateway.filter.factory.RetryGatewayFilterFactory;

final class ConfiguredFiltersTest {

  private final Recording recording = new Recording();
  private final ConfiguredFilters filters =
      new ConfiguredFilters(
          List.of(recording, new RetryGatewayFilterFactory()),
          ApplicationConversionService.getSharedInstance());

  @Test
  void argumentsAreNeverExpressions() {
    filters.make(one("Recording", Map.of("name", "#{1+1} ${java.home} T(System)")));
    assertThat(recording.names).containsExactly("#{1+1} ${java.home} T(System)");
  }

  @Test
  void bindsNestedAndListArguments() {
    Map<String, GatewayFilter> made =
        filters.make(
            one(
                "Retry",
                Map.of(
                    "statuses", "BAD_GATEWAY,SERVICE_UNAVAILABLE",
                    "backoff.firstBackoff", "10ms",
                    "backoff.factor", "3")));
    assertThat(String.valueOf(made.get("mine")))
        .contains("BAD_GATEWAY")
        .contains("firstBackoff = PT0.01S");
  }

  @Test
  void refusesAnArgumentTheFactoryDoesNotHave() {
    assertThatThrownBy(() -> filters.make(one("Recording", Map.of("nome", "x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("causeway.router.filters.mine.args do not fit");
  }

  @Test
  void namesTheKnownFactories() {
    assertThatThrownBy(() -> filters.make(one("Nothing", Map.of())))
        .hasMessage("causeway.router.filters.mine.factory is Nothing, known are Recording, Retry");
  }

  private static Map<String, FilterDefinition> one(String factory, Map<String, String> args) {
    return Map.of("mine", new FilterDefinition(factory, args));
  }

  private static final class Recording
      extends AbstractGatewayFilterFactory<AbstractGatewayFilterFactory.NameConfig> {
    private final List<String> names = new ArrayList<>();

    Recording() {
      super(NameConfig.class);
    }

    @Override
    public GatewayFilter apply(NameConfig config) {
      names.add(String.valueOf(config.getName()));
      return (exchange, chain) -> chain.filter(exchange);
    }

    @Override
    public String name() {
      return "Recording";
    }
  }
}
