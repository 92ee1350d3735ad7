package dev.causeway.router.suite;

import dev.causeway.router.RouterApplication;
import dev.causeway.router.boot.TrafficLifecycle;
import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.config.ConfigView;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.Snapshot;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The real application in this process; configuration goes in where the stream would put it. */
final class TestRouter implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private Snapshot snapshot = Snapshot.EMPTY;

  private TestRouter(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts the router on free ports. */
  static TestRouter start(List<Class<?>> sources, String[]... groups) {
    return start(
        sources,
        java.util.Arrays.stream(groups).flatMap(java.util.Arrays::stream).toArray(String[]::new));
  }

  /** Starts the router on free ports. */
  static TestRouter start(List<Class<?>> sources, String... properties) {
    List<Class<?>> all = new ArrayList<>(sources);
    all.add(RouterApplication.class);
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("management.server.port", "");
    arguments.put("server.port", "0");
    arguments.put("causeway.router.bind-address", "127.0.0.1");
    arguments.put("causeway.router.http-port", "0");
    arguments.put("causeway.router.https-port", "0");
    arguments.put("causeway.router.warm-up", "0s");
    arguments.put("causeway.router.shutdown-delay", "0s");
    arguments.put("causeway.router.drain-timeout", "5s");
    for (String property : properties) {
      int equals = property.indexOf('=');
      arguments.put(property.substring(0, equals), property.substring(equals + 1));
    }
    SpringApplication application = new SpringApplication(all.toArray(Class[]::new));
    application.setRegisterShutdownHook(false);
    return new TestRouter(
        application.run(
            arguments.entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toArray(String[]::new)));
  }

  /** Makes these routes, and nothing else, the active configuration. */
  void apply(Routes routes) {
    ConfigActivator activator = context.getBean(ConfigActivator.class);
    Snapshot next = Snapshot.EMPTY.with(routes.config(), List.of());
    for (Resource resource : routes.config()) {
      List<?> problems = activator.validate(resource);
      if (!problems.isEmpty()) {
        throw new AssertionError(resource.key() + ": " + problems);
      }
    }
    Map<ResourceKey, Resource> all = new LinkedHashMap<>();
    next.forEach(resource -> all.put(resource.key(), resource));
    Set<ResourceKey> removed = new java.util.HashSet<>();
    snapshot.forEach(
        resource -> {
          if (!all.containsKey(resource.key())) {
            removed.add(resource.key());
          }
        });
    activator.endpoints(routes.endpoints(), List.of());
    activator.activate(new ConfigView(next.id(), next.id(), all, all.keySet(), removed, Set.of()));
    snapshot = next;
  }

  int httpPort() {
    return address(0).getPort();
  }

  int httpsPort() {
    return address(1).getPort();
  }

  int managementPort() {
    WebServer server = ((WebServerApplicationContext) context).getWebServer();
    return server == null ? -1 : server.getPort();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Requests that took a path since the start, {@code express} or {@code gateway}. */
  double served(String path) {
    MeterRegistry meters = context.getBean(MeterRegistry.class);
    return meters.find("causeway.requests").tag("path", path).functionCounters().stream()
        .mapToDouble(io.micrometer.core.instrument.FunctionCounter::count)
        .sum();
  }

  private InetSocketAddress address(int index) {
    return context.getBean(TrafficLifecycle.class).addresses().get(index);
  }

  @Override
  public void close() {
    context.close();
  }
}
