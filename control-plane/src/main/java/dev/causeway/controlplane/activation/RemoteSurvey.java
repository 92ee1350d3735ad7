package dev.causeway.controlplane.activation;

import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.AwaitHeldRequest;
import dev.causeway.proto.v1.HeldQuestion;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all replicas that serve routers.
 *
 * <p>Routers hold something when each replica that is known says so of those connected to it, and
 * there is one at least. A replica that is no longer found is not asked; one that is found and
 * cannot be connected to counts as having no routers after a while. One that refuses is waited for.
 *
 * <p>At most {@value #WINDOW} questions are asked at a time; others wait, and those that stay
 * without an answer take turns with them. One thread owns everything.
 */
public final class RemoteSurvey implements RouterSurvey, ReplicaStream.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteSurvey.class);

  /** Below what a replica allows. */
  static final int WINDOW = 1_000;

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration TURN = Duration.ofSeconds(5);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final int MAX_DOUBLINGS = 6;

  private final SurveyOptions options;
  private final Listener listener;
  private final ScheduledThreadPoolExecutor thread;
  private final Map<InetSocketAddress, ReplicaStream> replicas = new HashMap<>();
  private final SequencedMap<Long, Question> asked = new LinkedHashMap<>();
  private final SequencedMap<Long, Question> waiting = new LinkedHashMap<>();
  private long lookedUpAt = System.nanoTime();
  private boolean lookingUp;
  private String lastProblem = "";

  private static final class Question {
    private final HeldQuestion wire;
    private long askedAt;
    private int told;

    Question(HeldQuestion wire) {
      this.wire = wire;
    }

    AwaitHeldRequest await() {
      return AwaitHeldRequest.newBuilder().setAwait(wire).build();
    }

    AwaitHeldRequest withdraw() {
      return AwaitHeldRequest.newBuilder().setWithdraw(wire.getToken()).build();
    }
  }

  private RemoteSurvey(SurveyOptions options, Listener listener) {
    this.options = options;
    this.listener = listener;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("router-survey").factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Returns what surveys the routers of all replicas. */
  public static Source source(SurveyOptions options) {
    return listener -> {
      RemoteSurvey survey = new RemoteSurvey(options, listener);
      survey.start();
      return survey;
    };
  }

  private void start() {
    run(this::lookUp);
    thread.scheduleWithFixedDelay(
        guarded(this::tick), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("asking routers what they hold failed, which is a bug", e);
      }
    };
  }

  private void run(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      // Closed; whoever asked has gone.
    }
  }

  private void later(Runnable task, Duration delay) {
    try {
      thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed; whoever asked has gone.
    }
  }

  @Override
  public void ask(long token, String shard, Map<ResourceKey, ContentHash> versions) {
    HeldQuestion.Builder wire = HeldQuestion.newBuilder().setToken(token).setShard(shard);
    versions.forEach((key, hash) -> wire.addVersions(WireIds.version(key, hash)));
    Question question = new Question(wire.build());
    run(
        () -> {
          waiting.put(token, question);
          promote();
        });
  }

  @Override
  public void withdraw(long token) {
    run(
        () -> {
          waiting.remove(token);
          Question question = asked.remove(token);
          if (question != null) {
            unask(question);
            promote();
          }
        });
  }

  @Override
  public void close() {
    run(() -> replicas.values().forEach(ReplicaStream::disconnect));
    thread.shutdown();
  }

  /** Asks what there is room for. */
  private void promote() {
    while (asked.size() < WINDOW && !waiting.isEmpty()) {
      Map.Entry<Long, Question> next = waiting.pollFirstEntry();
      Question question = next.getValue();
      question.askedAt = System.nanoTime();
      asked.put(next.getKey(), question);
      replicas.values().forEach(replica -> replica.send(question.await()));
      check(next.getKey(), question);
    }
  }

  private void unask(Question question) {
    for (ReplicaStream replica : replicas.values()) {
      replica.forget(question.wire.getToken());
      replica.send(question.withdraw());
    }
  }

  private void tick() {
    if (System.nanoTime() - lookedUpAt > options.lookUpEvery().toNanos()) {
      lookUp();
    }
    takeTurns();
    // A replica may have been gone for long enough meanwhile.
    checkAll();
  }

  private void takeTurns() {
    if (waiting.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    for (Map.Entry<Long, Question> entry : List.copyOf(asked.entrySet())) {
      Question question = entry.getValue();
      if (now - question.askedAt < TURN.toNanos()) {
        break;
      }
      if (question.told == 0) {
        asked.remove(entry.getKey());
        unask(question);
        waiting.put(entry.getKey(), question);
      }
    }
    promote();
  }

  private void lookUp() {
    if (lookingUp) {
      return;
    }
    lookingUp = true;
    lookedUpAt = System.nanoTime();
    Thread.ofVirtual()
        .name("router-survey-look-up")
        .start(
            () -> {
              try {
                Set<InetSocketAddress> found = options.replicas().find();
                run(() -> found(found));
              } catch (UnknownHostException | RuntimeException e) {
                run(() -> notFound(e));
              }
            });
  }

  /** What cannot be looked up is as it was. */
  private void notFound(Exception failure) {
    lookingUp = false;
    problem("the replicas that serve routers are not found: " + failure);
  }

  private void found(Set<InetSocketAddress> addresses) {
    lookingUp = false;
    replicas
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !addresses.contains(entry.getKey());
              if (gone) {
                entry.getValue().disconnect();
              }
              return gone;
            });
    for (InetSocketAddress address : addresses) {
      if (!replicas.containsKey(address)) {
        ReplicaStream replica = new ReplicaStream(address, options, this::run, this);
        replicas.put(address, replica);
        replica.connect();
      }
    }
    checkAll();
  }

  @Override
  public void opened(ReplicaStream replica) {
    lastProblem = "";
    asked.values().forEach(question -> replica.send(question.await()));
  }

  @Override
  public void answered(long token) {
    Question question = asked.get(token);
    if (question != null) {
      check(token, question);
    }
  }

  @Override
  public void lost(ReplicaStream replica, Status status) {
    Throwable cause = status.getCause();
    problem(
        "replica "
            + replica.address()
            + " does not say what its routers hold: "
            + status.getCode()
            + " "
            + status.getDescription()
            + (cause == null ? "" : ", " + cause.getMessage()));
    checkAll();
    lookUp();
    int doublings = Math.min(replica.failures() - 1, MAX_DOUBLINGS);
    long delay = FIRST_RETRY.toNanos() << doublings;
    later(
        () -> {
          if (replicas.get(replica.address()) == replica && !replica.isOpen()) {
            replica.connect();
          }
        },
        Duration.ofNanos(delay / 2 + ThreadLocalRandom.current().nextLong(delay)));
  }

  private void problem(String problem) {
    if (!problem.equals(lastProblem)) {
      lastProblem = problem;
      LOG.warn("{}; the condition Activated may come later", problem);
    }
  }

  private void checkAll() {
    asked.forEach(this::check);
  }

  private void check(long token, Question question) {
    int routers = 0;
    for (ReplicaStream replica : replicas.values()) {
      Integer answer = replica.answer(token);
      if (answer == null) {
        routers = 0;
        break;
      }
      routers += answer;
    }
    if (routers != question.told) {
      question.told = routers;
      listener.held(token, routers);
    }
  }
}
