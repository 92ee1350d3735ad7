package dev.causeway.controlplane.pipeline;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import dev.causeway.controlplane.source.SourceListener;
import dev.causeway.controlplane.source.SourceUpdate;
import dev.causeway.manifests.ManifestProblem;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.ObjectKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles what sources tell and publishes it, on one thread of its own.
 *
 * <p>There is no settle timer: a change that finds the thread idle is compiled at once, and changes
 * that arrive during a round are taken together in the next. Latency is low when it is quiet, and
 * under churn the work is bounded by one round at a time.
 */
public final class Pipeline implements SourceListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final ShardSet shards;
  private final SnapshotPublisher publisher;
  private final PublicationGate gate;
  private final Timer roundTimer;
  private final Thread thread;
  private final CompletableFuture<Void> firstPublication = new CompletableFuture<>();
  private final Mailbox mailbox = new Mailbox();
  private volatile PipelineReport report = PipelineReport.NONE;
  private volatile String unreadableLogged = "";

  // Below: the pipeline's thread only.
  private final Map<String, ReportKeeper> keepers = new HashMap<>();
  private final Map<String, ShardReport> reports = new TreeMap<>();
  private final Set<String> published = new HashSet<>();
  private final Map<String, PublishedKeys> keys = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Set<String> held = new HashSet<>();
  private Set<String> problemsLogged = Set.of();
  private Map<String, Long> versions = Map.of();
  private @Nullable SourceUpdate lastSource;

  /**
   * Makes a pipeline; {@link #start} lets it run.
   *
   * @param shards the compilers, owned by this pipeline from now on
   * @param publisher where compiled state goes
   * @param meters takes the duration of rounds
   */
  public Pipeline(ShardSet shards, SnapshotPublisher publisher, MeterRegistry meters) {
    this(shards, publisher, PublicationGate.OPEN, meters);
  }

  /** The same with {@code gate} saying what new shards wait for. */
  public Pipeline(
      ShardSet shards, SnapshotPublisher publisher, PublicationGate gate, MeterRegistry meters) {
    this.shards = shards;
    this.publisher = publisher;
    this.gate = gate;
    this.roundTimer = ControlPlaneMeter.PIPELINE_ROUND.timer().register(meters);
    this.thread = Thread.ofPlatform().name("pipeline").daemon().unstarted(this::run);
  }

  /** Lets the thread run. */
  public void start() {
    thread.start();
  }

  /** Returns what completes when every shard has been published for the first time. */
  public CompletableFuture<Void> firstPublication() {
    return firstPublication.copy();
  }

  /** Returns what the pipeline knows; any thread may ask. */
  public PipelineReport report() {
    return report;
  }

  /**
   * Takes a change in that comes from nowhere in the cluster. It is compiled with what the source
   * told last, and not before the source has told everything once.
   */
  public void feed(InputChange change) {
    mailbox.feed(change);
  }

  @Override
  public void changed(SourceUpdate update) {
    mailbox.put(update);
  }

  @Override
  public void current() {
    unreadableLogged = "";
    mailbox.putCurrent();
  }

  @Override
  public void unreadable(String reason) {
    if (!reason.equals(unreadableLogged)) {
      LOG.error(reason);
      unreadableLogged = reason;
    }
    mailbox.putUnreadable(reason);
  }

  private void run() {
    try {
      while (true) {
        Mail mail = mailbox.take();
        try {
          round(mail);
        } catch (RuntimeException e) {
          // What is published stays; the next change is tried again.
          LOG.error("a compile round failed, which is a bug", e);
        }
      }
    } catch (InterruptedException e) {
      // Closed while waiting.
    }
  }

  private void round(Mail mail) {
    lastSource = mail.source == null ? lastSource : mail.source;
    SourceUpdate source = lastSource;
    held.removeAll(mail.released);
    if (source != null
        && (mail.source != null || !mail.changes.isEmpty() || !mail.released.isEmpty())) {
      long begin = System.nanoTime();
      versions = source.versions();
      Map<String, CompileUpdate> updates = shards.apply(mail.changes.values());
      updates.forEach(this::publishAlone);
      shards.broken().stream().filter(shard -> !held.contains(shard)).forEach(this::repair);
      roundTimer.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
      log(source.problems());
      report =
          new PipelineReport(
              report.rounds() + 1,
              source.files(),
              shards.size(),
              source.ignored(),
              source.problems(),
              mail.unreadable,
              reports);
      if (shards.broken().isEmpty() && firstPublication.complete(null)) {
        LOG.info(summary());
      }
    } else if (mail.unreadable.equals(report.unreadable())) {
      shards.shards().forEach(publisher::confirm);
    } else {
      PipelineReport before = report;
      report =
          new PipelineReport(
              before.rounds(),
              before.files(),
              before.objects(),
              before.ignored(),
              before.problems(),
              mail.unreadable,
              reports);
    }
  }

  /** A failure of one shard must not take the updates of the others with it. */
  private void publishAlone(String shard, CompileUpdate update) {
    try {
      publish(shard, update);
    } catch (RuntimeException e) {
      LOG.error("publishing shard {} failed, which is a bug", shard, e);
      shards.lost(shard);
    }
  }

  /** Compiles a shard from nothing, tried again every round until it works. */
  private void repair(String shard) {
    try {
      CompileUpdate whole = shards.rebuild(shard);
      keepers.remove(shard);
      publish(shard, keys.computeIfAbsent(shard, _ -> new PublishedKeys()).leadingTo(whole));
      LOG.info("shard {} was compiled from nothing", shard);
    } catch (RuntimeException e) {
      LOG.error("shard {} stays as it was published last", shard, e);
      shards.lost(shard);
    }
  }

  private void publish(String shard, CompileUpdate update) {
    if (!published.contains(shard)
        && asked.add(shard)
        && !gate.passes(shard, update, () -> mailbox.release(shard))) {
      // Compiled anew when it may be published, with whatever came meanwhile.
      held.add(shard);
      shards.lost(shard);
      return;
    }
    if (!published.contains(shard) || !isEmpty(update)) {
      PublishedKeys known = keys.computeIfAbsent(shard, _ -> new PublishedKeys());
      known.publishing(update);
      publisher.publish(shard, update, versions);
      published.add(shard);
      known.published(update);
      reports.put(shard, keepers.computeIfAbsent(shard, ReportKeeper::new).after(update));
    } else {
      publisher.confirm(shard, versions);
    }
    if (!shards.shards().contains(shard)) {
      published.remove(shard);
      asked.remove(shard);
      keys.remove(shard);
      keepers.remove(shard);
      reports.remove(shard);
      LOG.info("shard {} is gone", shard);
    }
  }

  private static boolean isEmpty(CompileUpdate update) {
    return update.leavesResourcesUnchanged()
        && update.verdicts().isEmpty()
        && update.forgotten().isEmpty()
        && update.notices().isEmpty();
  }

  private void log(List<ManifestProblem> problems) {
    Set<String> now = new HashSet<>();
    for (ManifestProblem problem : problems) {
      String text = problem.text();
      if (now.add(text) && !problemsLogged.contains(text)) {
        LOG.warn(text);
      }
    }
    if (now.isEmpty() && !problemsLogged.isEmpty()) {
      LOG.info("all manifests can be read again");
    }
    problemsLogged = now;
  }

  private String summary() {
    StringBuilder text = new StringBuilder("first snapshot of ");
    text.append(report.objects()).append(" objects");
    if (report.files() > 0) {
      text.append(" in ").append(report.files()).append(" files");
    }
    report
        .shards()
        .forEach(
            (name, shard) ->
                text.append("; shard ")
                    .append(name)
                    .append(": ")
                    .append(shard.admitted())
                    .append(" Routes admitted, ")
                    .append(shard.rejected().size())
                    .append(" rejected"));
    return text.toString();
  }

  /** Ends the thread; what was published stays published. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Everything that arrived since the last round.
   *
   * @param source the newest update, or null where there was none
   * @param changes the last change of every object
   * @param unreadable why the source cannot be read, or empty
   * @param released shards that may be published from now on
   */
  private record Mail(
      @Nullable SourceUpdate source,
      Map<ObjectKey, InputChange> changes,
      String unreadable,
      Set<String> released) {}

  /** Takes changes in while a round is under way. */
  private static final class Mailbox {
    private Map<ObjectKey, InputChange> changes = new LinkedHashMap<>();
    private @Nullable SourceUpdate source;
    private String unreadable = "";
    private Set<String> released = new HashSet<>();
    private boolean any;
    private boolean toldOnce;

    synchronized void put(SourceUpdate update) {
      update.changes().forEach(change -> changes.put(change.key(), change));
      source = update;
      toldOnce = true;
      unreadable = "";
      any = true;
      notifyAll();
    }

    synchronized void feed(InputChange change) {
      changes.put(change.key(), change);
      if (toldOnce) {
        any = true;
        notifyAll();
      }
    }

    synchronized void release(String shard) {
      released.add(shard);
      any = true;
      notifyAll();
    }

    synchronized void putCurrent() {
      unreadable = "";
      any = true;
      notifyAll();
    }

    synchronized void putUnreadable(String reason) {
      unreadable = reason;
      any = true;
      notifyAll();
    }

    synchronized Mail take() throws InterruptedException {
      while (!any) {
        wait();
      }
      Mail mail = new Mail(source, toldOnce ? changes : Map.of(), unreadable, released);
      source = null;
      released = new HashSet<>();
      // What was fed before the source told anything waits for that.
      changes = toldOnce ? new LinkedHashMap<>() : changes;
      any = false;
      return mail;
    }
  }
}
