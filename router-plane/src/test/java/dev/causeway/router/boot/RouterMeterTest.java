package dev.causeway.router.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.RouterApplication;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The meters a router registers are those of the catalogue, with every value of every tag. */
class RouterMeterTest {
  private final ConfigurableApplicationContext context =
      SpringApplication.run(
          RouterApplication.class,
          "--management.server.port=",
          "--server.port=0",
          "--server.address=127.0.0.1",
          "--causeway.router.shutdown-delay=0s");

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void registersTheCatalogueAndNothingElse() {
    List<String> expected = new ArrayList<>();
    for (RouterMeter meter : RouterMeter.values()) {
      List<String> series = List.of(meter.id());
      for (var tag : meter.tags().entrySet()) {
        series =
            series.stream()
                .flatMap(
                    prefix ->
                        tag.getValue().stream()
                            .map(value -> prefix + " " + tag.getKey() + "=" + value))
                .toList();
      }
      expected.addAll(series);
    }
    assertThat(
            context.getBean(MeterRegistry.class).getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("causeway."))
                .map(RouterMeterTest::series))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String series(Meter meter) {
    RouterMeter declared =
        Arrays.stream(RouterMeter.values())
            .collect(Collectors.toMap(RouterMeter::id, Function.identity()))
            .get(meter.getId().getName());
    List<String> names = declared == null ? List.of() : List.copyOf(declared.tags().keySet());
    return meter.getId().getName()
        + meter.getId().getTags().stream()
            .sorted(java.util.Comparator.comparingInt((Tag tag) -> names.indexOf(tag.getKey())))
            .map(tag -> " " + tag.getKey() + "=" + tag.getValue())
            .collect(Collectors.joining());
  }
}
