package dev.causeway.router.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What a router sets before anything else begins. */
final class RouterDefaultsTest {
  private static final String SAMPLING = "io.netty.leakDetection.samplingInterval";

  private final @Nullable String before = System.getProperty(SAMPLING);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(SAMPLING);
    } else {
      System.setProperty(SAMPLING, before);
    }
  }

  private static StandardEnvironment prepared() {
    StandardEnvironment environment = new StandardEnvironment();
    new RouterDefaults().postProcessEnvironment(environment, new SpringApplication());
    return environment;
  }

  @Test
  void buffersAreFollowedRarelyUnlessSomebodyWantsMore() {
    System.clearProperty(SAMPLING);
    prepared();
    assertThat(System.getProperty(SAMPLING)).isEqualTo("4096");
    System.setProperty(SAMPLING, "1");
    prepared();
    assertThat(System.getProperty(SAMPLING)).isEqualTo("1");
  }

  @Test
  void defaultsStandBehindEverythingElse() {
    StandardEnvironment environment = prepared();
    assertThat(environment.getProperty("spring.application.name")).isEqualTo("causeway-router");
    environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("set", Map.of("spring.application.name", "mine")));
    new RouterDefaults().postProcessEnvironment(environment, new SpringApplication());
    assertThat(environment.getProperty("spring.application.name")).isEqualTo("mine");
  }
}
