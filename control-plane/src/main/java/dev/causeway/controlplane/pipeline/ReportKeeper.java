package dev.causeway.controlplane.pipeline;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.ObjectKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the report of one shard up to date at the cost of what changed, and logs what people have
 * to know: one line per rejection or remark that is new or differs. Not thread-safe.
 */
final class ReportKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(ReportKeeper.class);

  private final String shard;
  private final Set<ObjectKey> admitted = new HashSet<>();
  private final Map<ObjectKey, Verdict> rejected = new TreeMap<>();
  private final Map<ObjectKey, List<Notice>> notices = new TreeMap<>();
  private ShardReport report = ShardReport.EMPTY;

  ReportKeeper(String shard) {
    this.shard = shard;
  }

  /** Takes an update in and returns the report after it. */
  ShardReport after(CompileUpdate update) {
    if (update.verdicts().isEmpty() && update.forgotten().isEmpty() && update.notices().isEmpty()) {
      return report;
    }
    update.forgotten().forEach(this::forget);
    new TreeMap<>(update.verdicts()).forEach(this::decided);
    new TreeMap<>(update.notices()).forEach(this::noted);
    report = new ShardReport(admitted.size(), rejected, notices);
    return report;
  }

  private void forget(ObjectKey route) {
    admitted.remove(route);
    rejected.remove(route);
  }

  private void decided(ObjectKey route, Verdict verdict) {
    if (verdict.reason() == null) {
      admitted.add(route);
      if (rejected.remove(route) != null) {
        LOG.info("{} {}: admitted by shard {} after all", verdict.origin(), route, shard);
      }
      return;
    }
    admitted.remove(route);
    Verdict before = rejected.put(route, verdict);
    if (before == null
        || before.reason() != verdict.reason()
        || !before.message().equals(verdict.message())) {
      LOG.warn(
          "{} {}{}: not admitted by shard {}, {}: {}",
          verdict.origin(),
          route,
          field(verdict),
          shard,
          verdict.reason().text(),
          verdict.message());
    }
  }

  /** The field at fault, where the message does not begin with it anyway. */
  private static String field(Verdict verdict) {
    return verdict.field().isEmpty() || verdict.message().startsWith(verdict.field())
        ? ""
        : " " + verdict.field();
  }

  private void noted(ObjectKey object, List<Notice> now) {
    List<Notice> before =
        now.isEmpty() ? notices.remove(object) : notices.put(object, List.copyOf(now));
    for (Notice notice : now) {
      if (before == null
          || before.stream().noneMatch(old -> old.message().equals(notice.message()))) {
        LOG.warn("{} {} {}: {}", notice.origin(), object, notice.field(), notice.message());
      }
    }
  }
}
