package dev.causeway.controlplane.revocation;

import dev.causeway.controlplane.pipeline.PublicationGate;
import dev.causeway.controlplane.pipeline.SnapshotPublisher;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.RevocationListInput;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.pem.ClientAuthorities;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the lists of revoked certificates that published bundles name, and tells the compiler of
 * them (TLS-057): at once where a list is new, again when the next one is due, and after a failure
 * some minutes later. A new shard waits with its first publication until each of its lists was
 * asked for once: routers may hold them, and would replace them by nothing. A list stays in force
 * until a newer one is there; whether it is still valid is for routers to say.
 */
public final class RevocationListFeed implements SnapshotPublisher, PublicationGate, AutoCloseable {
  /** How long to wait after a failure (TLS-057). */
  public static final Duration RETRY = Duration.ofMinutes(5);

  /** How long the first publication of a shard waits for lists at the most. */
  public static final Duration PUBLISHED_AFTER = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(RevocationListFeed.class);

  /** Until there is a connection, and until the head of the answer is there. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Until all of the answer is there. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Of lists that do not say when the next one comes. */
  private static final Duration UNDATED = Duration.ofHours(24);

  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private final Clock clock;
  private final Duration retry;
  private final Duration longest;
  private final Duration publishedAfter;
  private final Consumer<InputChange> sink;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("revocation-lists").daemon().factory());
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private volatile @Nullable HttpClient http;
  // Below: the thread only.
  private final Map<ResourceKey, Set<String>> byBundle = new HashMap<>();
  private final Map<String, Future<?>> next = new HashMap<>();
  private final Set<String> failing = new HashSet<>();
  private final Set<String> tried = new HashSet<>();
  private final Map<String, Wait> waits = new HashMap<>();

  /**
   * A shard that is not published yet.
   *
   * @param urls its lists
   * @param untried those not asked for yet
   * @param open lets it be published
   * @param end ends the wait
   */
  private record Wait(Set<String> urls, Set<String> untried, Runnable open, Future<?> end) {}

  /**
   * Makes a feed that fetches nothing yet.
   *
   * @param clock tells when the next list is due
   * @param retry how long to wait after a failure
   * @param sink takes lists; must not block
   */
  public RevocationListFeed(Clock clock, Duration retry, Consumer<InputChange> sink) {
    this(clock, retry, LONGEST, PUBLISHED_AFTER, sink);
  }

  /**
   * The same with {@code longest} as the time that a download may take, and {@code publishedAfter}
   * as the time that a shard waits.
   */
  RevocationListFeed(
      Clock clock,
      Duration retry,
      Duration longest,
      Duration publishedAfter,
      Consumer<InputChange> sink) {
    this.clock = clock;
    this.retry = retry;
    this.longest = longest;
    this.publishedAfter = publishedAfter;
    this.sink = sink;
  }

  @Override
  public boolean passes(String shard, CompileUpdate first, Runnable open) {
    Set<String> urls = new HashSet<>();
    for (Resource resource : first.upserts()) {
      if (resource instanceof TrustBundle bundle && bundle.checksRevocation()) {
        urls.addAll(ClientAuthorities.distributionPoints(bundle.certificates()));
      }
    }
    if (urls.isEmpty() || thread.isShutdown()) {
      return true;
    }
    waiting.add(shard);
    thread.execute(() -> await(shard, urls, open));
    return false;
  }

  private void await(String shard, Set<String> urls, Runnable open) {
    Set<String> untried = new HashSet<>(urls);
    untried.removeAll(tried);
    Future<?> end =
        thread.schedule(
            () -> {
              LOG.warn(
                  "shard {} is published without lists of revoked certificates that do not come;"
                      + " clients of their authorities are refused until they are here: {}",
                  shard,
                  untried);
              open.run();
            },
            publishedAfter.toMillis(),
            TimeUnit.MILLISECONDS);
    Wait wait = new Wait(urls, untried, open, end);
    waits.put(shard, wait);
    letGoIfTried(wait);
    fetchWanted();
  }

  private static void letGoIfTried(Wait wait) {
    if (wait.untried.isEmpty() && wait.end.cancel(false)) {
      wait.open.run();
    }
  }

  @Override
  public void publish(String shard, CompileUpdate update) {
    boolean concerned =
        update.upserts().stream().anyMatch(TrustBundle.class::isInstance)
            || !update.removals().isEmpty();
    boolean waited = waiting.remove(shard);
    if ((concerned || waited) && !thread.isShutdown()) {
      thread.execute(
          () -> {
            if (waited) {
              waits.remove(shard);
            }
            take(update.upserts(), update.removals());
          });
    }
  }

  @Override
  public void confirm(String shard) {}

  private void take(Collection<Resource> upserts, Collection<ResourceKey> removals) {
    removals.forEach(byBundle::remove);
    for (Resource resource : upserts) {
      if (resource instanceof TrustBundle bundle && bundle.checksRevocation()) {
        byBundle.put(bundle.key(), ClientAuthorities.distributionPoints(bundle.certificates()));
      }
    }
    fetchWanted();
  }

  private void fetchWanted() {
    Set<String> wanted = new HashSet<>();
    byBundle.values().forEach(wanted::addAll);
    waits.values().forEach(wait -> wanted.addAll(wait.urls));
    for (String url : Set.copyOf(next.keySet())) {
      if (!wanted.contains(url)) {
        Future<?> pending = next.remove(url);
        if (pending != null) {
          pending.cancel(true);
        }
        failing.remove(url);
        tried.remove(url);
        sink.accept(new InputChange.Remove(RevocationListInput.key(url)));
      }
    }
    for (String url : wanted) {
      if (!next.containsKey(url)) {
        fetch(url);
      }
    }
  }

  /** Begins a download; what comes of it is taken on the thread, which waits for none. */
  @SuppressWarnings("ReferenceEquality") // This download, not one of the same list begun later.
  private void fetch(String url) {
    CompletableFuture<HttpResponse<byte[]>> answer;
    try {
      answer =
          http()
              .sendAsync(
                  HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                  BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    } catch (IllegalArgumentException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    next.put(url, answer);
    CompletableFuture<HttpResponse<byte[]>> download = answer;
    // The time-out of a request ends with the head of the answer.
    Future<?> end =
        thread.schedule(() -> download.cancel(true), longest.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        download.whenCompleteAsync(
            (response, failure) -> {
              end.cancel(false);
              if (next.get(url) == download) {
                Duration pause = taken(url, response, failure);
                tried.add(url);
                for (Wait wait : waits.values()) {
                  wait.untried.remove(url);
                  letGoIfTried(wait);
                }
                next.put(
                    url,
                    thread.schedule(() -> fetch(url), pause.toMillis(), TimeUnit.MILLISECONDS));
              }
            },
            thread);
  }

  /** Tells of a list if it is one; returns when to fetch again. */
  private Duration taken(
      String url, @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
    try {
      X509CRL list = parse(content(response, failure));
      sink.accept(new InputChange.Put(new RevocationListInput(url, Bytes.of(list.getEncoded()))));
      if (failing.remove(url)) {
        LOG.info("the list of revoked certificates at {} is here", url);
      }
      return untilNext(list.getNextUpdate());
    } catch (IOException | GeneralSecurityException e) {
      if (failing.add(url)) {
        LOG.warn(
            "the list of revoked certificates at {} cannot be fetched, tried again every {} s: {}",
            url,
            retry.toSeconds(),
            String.valueOf(e));
      }
      return retry;
    }
  }

  private Duration untilNext(Date nextUpdate) {
    Instant now = clock.instant();
    Instant due = nextUpdate == null ? now.plus(UNDATED) : nextUpdate.toInstant();
    return due.isAfter(now) ? Duration.between(now, due) : retry;
  }

  private static byte[] content(
      @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) throws IOException {
    if (response == null) {
      throw new IOException(
          failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
    }
    if (response.statusCode() != 200) {
      throw new IOException("the answer is " + response.statusCode());
    }
    return response.body();
  }

  /** Made when a list is wanted, since making one reads the authorities of the JDK. */
  private HttpClient http() {
    HttpClient made = http;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .build();
      http = made;
    }
    return made;
  }

  /** Reads PEM or DER. */
  private static X509CRL parse(byte[] content) throws GeneralSecurityException, IOException {
    if (CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(content))
        instanceof X509CRL list) {
      return list;
    }
    throw new IOException("it is no list of revoked certificates");
  }

  /** Fetches nothing any more. */
  @Override
  public void close() {
    thread.shutdownNow();
    HttpClient made = http;
    if (made != null) {
      made.shutdownNow();
    }
  }
}
