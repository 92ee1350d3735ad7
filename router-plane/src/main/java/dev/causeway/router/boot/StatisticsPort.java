package dev.causeway.router.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The management port as OKD's statistics port (RO-089): its paths beside our own, and a name and a
 * password for everything but health, where they are given (RO-090). Stands before Boot's server
 * alone; traffic never comes here.
 */
final class StatisticsPort implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(StatisticsPort.class);

  private static final String LIVENESS = "/actuator/health/liveness";
  private static final String READINESS = "/actuator/health/readiness";
  private static final String METRICS = "/actuator/prometheus";

  /** What kubelets ask for, who have no password. Compared whole, so that nothing hides behind. */
  private static final Set<String> OPEN = Set.of("/actuator/health", LIVENESS, READINESS);

  private static final String NAME_FILE = "statsUsername";
  private static final String PASSWORD_FILE = "statsPassword";
  private static final String SCHEME = "basic ";

  private final HttpHandler next;
  private final @Nullable Path credentials;

  /**
   * Creates the port.
   *
   * @param next answers
   * @param credentials folder with {@code statsUsername} and {@code statsPassword}, read at every
   *     request so that they may change; null where nothing is protected
   */
  StatisticsPort(HttpHandler next, @Nullable Path credentials) {
    this.next = next;
    this.credentials = credentials;
  }

  @Override
  public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
    String asked = request.getURI().getRawPath();
    String path = ours(asked);
    ServerHttpRequest meant = path.equals(asked) ? request : request.mutate().path(path).build();
    Path folder = credentials;
    if (folder == null || OPEN.contains(path)) {
      return next.handle(meant, response);
    }
    // Files are not read on an event loop.
    return Mono.fromCallable(() -> isAllowed(request, folder))
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(allowed -> allowed ? next.handle(meant, response) : refuse(response));
  }

  private static Mono<Void> refuse(ServerHttpResponse response) {
    response.setStatusCode(HttpStatus.UNAUTHORIZED);
    response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"statistics\"");
    return response.setComplete();
  }

  private static String ours(String path) {
    return switch (path) {
      case "/healthz" -> LIVENESS;
      case "/healthz/ready" -> READINESS;
      case "/metrics" -> METRICS;
      default -> path;
    };
  }

  private static boolean isAllowed(ServerHttpRequest request, Path folder) {
    String given = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] wanted;
    try {
      wanted =
          (read(folder, NAME_FILE) + ":" + read(folder, PASSWORD_FILE))
              .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      log.warn("Nobody may read statistics: {} cannot be read", e.getMessage());
      return false;
    }
    try {
      byte[] said = Base64.getDecoder().decode(given.substring(SCHEME.length()).strip());
      return MessageDigest.isEqual(said, wanted);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String read(Path folder, String name) throws IOException {
    String text = Files.readString(folder.resolve(name)).strip();
    if (text.isEmpty()) {
      throw new IOException(folder.resolve(name) + ", which is empty,");
    }
    return text;
  }
}
