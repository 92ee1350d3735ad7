package dev.causeway.router.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;

/**
 * Puts the router's defaults behind everything anybody sets.
 *
 * <p>They are not an {@code application.yaml}: of two files of that name on a class path Spring
 * Boot reads the first, so an application with one of its own would lose ours, and with them the
 * switches that keep the gateway's stock filters away from the engine. One default is Netty's and a
 * property of the JVM: Netty reads it from nowhere else.
 */
final class RouterDefaults implements EnvironmentPostProcessor, Ordered {
  private static final String FILE = "causeway-router-defaults.yaml";

  /** How often Netty follows a buffer, to say where one was lost; read when Netty is first used. */
  private static final String LEAK_SAMPLING = "io.netty.leakDetection.samplingInterval";

  /**
   * One buffer in so many. Following one takes stack traces, which with one in 128, Netty's own
   * default, are seen in what a request costs (docs/performance.md).
   */
  private static final String RARELY = "4096";

  /** Made by Spring Boot. */
  RouterDefaults() {}

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (System.getProperty(LEAK_SAMPLING) == null) {
      System.setProperty(LEAK_SAMPLING, RARELY);
    }
    try {
      new YamlPropertySourceLoader()
          .load(FILE, new ClassPathResource(FILE))
          .forEach(environment.getPropertySources()::addLast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
