package dev.causeway.controlplane.status;

import dev.causeway.controlplane.activation.CompiledRoute;
import dev.causeway.controlplane.activation.RouterSurvey;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import io.fabric8.openshift.api.model.RouteIngress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which generations of Routes routers are asked about, and what they said; of one leader's term.
 *
 * <p>Nothing is asked about a generation that the entry already names, so a successor asks and
 * writes nothing. What was written once is not written again if somebody removes it: that would be
 * a fight. Thread-safe; answers come without the lock, as they come under the survey's own.
 */
final class Activations implements RouterSurvey.Listener, AutoCloseable {
  private final StatusActivation options;
  private final Consumer<ObjectKey> again;
  private final StatusMeters meters;
  private final RouterSurvey survey;
  private final Map<Subject, Question> questions = new HashMap<>();
  private final Map<Long, Question> byToken = new ConcurrentHashMap<>();
  private final Map<ResourceKey, Set<Subject>> byHost = new HashMap<>();
  private final Map<ObjectKey, Set<Subject>> byRoute = new HashMap<>();
  private final Map<ObjectKey, Map<String, Said>> said = new HashMap<>();
  private final Map<ObjectKey, Long> waitingSince = new HashMap<>();
  private long lastToken;

  /** One entry of one Route. */
  private record Subject(ObjectKey route, String shard) {}

  /** What was written in this term. */
  private record Said(String uid, long generation) {}

  private static final class Question {
    private final Subject subject;
    private final long token;
    private final Said about;
    private final CompiledRoute compiled;

    /** Routers that hold it, 0 as long as not all do. */
    private volatile int routers;

    Question(Subject subject, long token, Said about, CompiledRoute compiled) {
      this.subject = subject;
      this.token = token;
      this.about = about;
      this.compiled = compiled;
    }
  }

  /**
   * Begins without a question.
   *
   * @param again takes Routes that have to be planned again; must not block
   */
  Activations(StatusActivation options, Consumer<ObjectKey> again, StatusMeters meters) {
    this.options = options;
    this.again = again;
    this.meters = meters;
    this.survey = options.routers().begin(this);
  }

  @Override
  public void held(long token, int routers) {
    Question question = byToken.get(token);
    if (question != null && question.routers != routers) {
      question.routers = routers;
      again.accept(question.subject.route());
    }
  }

  /** Returns {@code wishes} with what routers hold by now, and asks about what they may not. */
  synchronized List<StatusPlan.Wish> complete(
      ObjectKey route, RouteState state, List<StatusPlan.Wish> wishes) {
    List<StatusPlan.Wish> complete = new ArrayList<>(wishes.size());
    for (StatusPlan.Wish wish : wishes) {
      Verdict verdict = wish.verdict();
      complete.add(verdict == null ? wish : complete(route, state, wish, verdict));
    }
    Set<String> shards = new HashSet<>();
    wishes.forEach(wish -> shards.add(wish.verdict() == null ? "" : wish.verdict().shard()));
    for (Subject subject : subjects(route)) {
      if (!shards.contains(subject.shard())) {
        withdraw(subject);
      }
    }
    return complete;
  }

  private StatusPlan.Wish complete(
      ObjectKey route, RouteState state, StatusPlan.Wish wish, Verdict verdict) {
    Subject subject = new Subject(route, verdict.shard());
    RouteIngress entry = StatusPlanner.entryOf(state.ingress(), wish.router().routerName());
    if (!verdict.admitted() || entry == null) {
      // What is admitted or created anew is news again.
      unsay(subject);
    }
    Said about = new Said(state.uid(), verdict.generation());
    if (!verdict.admitted()
        || about.equals(said.getOrDefault(route, Map.of()).get(verdict.shard()))
        || (entry != null && Activation.isSaid(entry, verdict.generation(), state.generation()))) {
      withdraw(subject);
      return wish;
    }
    if (verdict.generation() > 0 && verdict.generation() < state.generation()) {
      // The compiler has yet to see the Route as it is.
      return wish;
    }
    ShelfSnapshot newest = options.shelf().newest(verdict.shard());
    CompiledRoute compiled = newest == null ? null : CompiledRoute.of(newest, verdict);
    if (compiled == null) {
      withdraw(subject);
      return wish;
    }
    Question question = question(subject, about, compiled);
    int routers = question.routers;
    return routers == 0 ? wish : wish.with(new Activation(verdict.generation(), routers));
  }

  private Question question(Subject subject, Said about, CompiledRoute compiled) {
    Question present = questions.get(subject);
    if (present != null && present.about.equals(about) && present.compiled.equals(compiled)) {
      return present;
    }
    withdraw(subject);
    Question question = new Question(subject, ++lastToken, about, compiled);
    questions.put(subject, question);
    byToken.put(question.token, question);
    byHost.computeIfAbsent(compiled.host(), _ -> new HashSet<>()).add(subject);
    byRoute.computeIfAbsent(subject.route(), _ -> new HashSet<>()).add(subject);
    meters.notActivated.set(questions.size());
    survey.ask(question.token, subject.shard(), compiled.versions());
    return question;
  }

  private void withdraw(Subject subject) {
    Question question = questions.remove(subject);
    if (question != null) {
      byToken.remove(question.token);
      remove(byHost, question.compiled.host(), subject);
      remove(byRoute, subject.route(), subject);
      meters.notActivated.set(questions.size());
      survey.withdraw(question.token);
    }
  }

  private static <K> void remove(Map<K, Set<Subject>> index, K key, Subject subject) {
    Set<Subject> subjects = Objects.requireNonNull(index.get(key));
    subjects.remove(subject);
    if (subjects.isEmpty()) {
      index.remove(key);
    }
  }

  /**
   * Returns how long a write should wait for routers, so that it says both; zero where it says
   * anything but admissions, or all routers hold what it is about.
   *
   * @param wishes what the plan was made from; an answer that came since is not in it
   */
  synchronized Duration patience(ObjectKey route, StatusPlan plan, List<StatusPlan.Wish> wishes) {
    boolean awaited =
        wishes.stream()
            .anyMatch(
                wish ->
                    wish.verdict() != null
                        && wish.activation() == null
                        && questions.containsKey(new Subject(route, wish.verdict().shard())));
    boolean admits =
        plan.changes().stream()
            .allMatch(change -> change.verdict() != null && change.verdict().admitted());
    if (!awaited || !admits) {
      return Duration.ZERO;
    }
    long now = System.nanoTime();
    long since = waitingSince.computeIfAbsent(route, _ -> now);
    return options.window().minusNanos(now - since);
  }

  /** Notes what was written, over entries as they were {@code before}. */
  synchronized void written(
      ObjectKey route, RouteState before, StatusPlan plan, List<StatusPlan.Wish> wishes) {
    waitingSince.remove(route);
    for (StatusPlan.Wish wish : wishes) {
      Verdict verdict = wish.verdict();
      Activation activation = wish.activation();
      if (verdict != null && activation != null) {
        Subject subject = new Subject(route, verdict.shard());
        said.computeIfAbsent(route, _ -> new HashMap<>())
            .put(verdict.shard(), new Said(before.uid(), activation.generation()));
        withdraw(subject);
        String name = wish.router().routerName();
        (StatusPlanner.sameText(
                    StatusPlanner.entryOf(before.ingress(), name),
                    StatusPlanner.entryOf(plan.ingress(), name))
                ? meters.activatedAlone
                : meters.activatedTogether)
            .increment();
      }
    }
  }

  /** Returns Routes that were asked about and whose hosts changed. */
  synchronized Set<ObjectKey> affected(CompileUpdate update) {
    if (byHost.isEmpty()) {
      return Set.of();
    }
    Set<ObjectKey> routes = new HashSet<>();
    Stream.concat(update.upserts().stream().map(Resource::key), update.removals().stream())
        .forEach(
            key ->
                byHost.getOrDefault(key, Set.of()).forEach(subject -> routes.add(subject.route())));
    return routes;
  }

  /** Forgets a Route that is gone. */
  synchronized void forget(ObjectKey route) {
    waitingSince.remove(route);
    subjects(route).forEach(this::withdraw);
    said.remove(route);
  }

  private void unsay(Subject subject) {
    said.computeIfPresent(
        subject.route(),
        (_, shards) -> {
          shards.remove(subject.shard());
          return shards.isEmpty() ? null : shards;
        });
  }

  private List<Subject> subjects(ObjectKey route) {
    return List.copyOf(byRoute.getOrDefault(route, Set.of()));
  }

  @Override
  public void close() {
    survey.close();
    meters.notActivated.set(0);
  }

  /** Returns how many questions are open. */
  synchronized int size() {
    return questions.size();
  }
}
