package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Rejection;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people are told: verdicts by Route and notices by object. */
final class Outcomes {
  private final TrackedMap<ObjectKey, Verdict> verdicts = new TrackedMap<>();
  private final TrackedMap<ObjectKey, List<Notice>> notices = new TrackedMap<>();

  static Verdict verdict(
      String shard, RouteInput route, String host, @Nullable Rejection rejection) {
    boolean wildcard = route.wildcardPolicy().equals("Subdomain");
    return rejection == null
        ? new Verdict(
            route.key(),
            route.metadata().uid(),
            route.metadata().generation(),
            route.origin(),
            shard,
            host,
            wildcard,
            null,
            "",
            "")
        : new Verdict(
            route.key(),
            route.metadata().uid(),
            route.metadata().generation(),
            route.origin(),
            shard,
            host,
            wildcard,
            rejection.reason(),
            rejection.field(),
            rejection.message());
  }

  void verdict(Verdict verdict, List<Notice> remarks) {
    verdicts.put(verdict.route(), verdict);
    notices(verdict.route(), remarks);
  }

  void forget(ObjectKey route) {
    verdicts.remove(route);
    notices.remove(route);
  }

  void notices(ObjectKey object, List<Notice> remarks) {
    if (remarks.isEmpty()) {
      notices.remove(object);
    } else {
      notices.put(object, List.copyOf(remarks));
    }
  }

  Map<ObjectKey, Verdict> verdicts() {
    return verdicts.view();
  }

  Map<ObjectKey, List<Notice>> notices() {
    return notices.view();
  }

  TrackedMap.Changes<ObjectKey, Verdict> drainVerdicts() {
    return verdicts.drain();
  }

  /** Returns changed notices; an empty list for objects that have none any more. */
  Map<ObjectKey, List<Notice>> drainNotices() {
    TrackedMap.Changes<ObjectKey, List<Notice>> changes = notices.drain();
    Map<ObjectKey, List<Notice>> all = new HashMap<>(changes.puts());
    changes.removals().forEach(object -> all.put(object, List.of()));
    return all;
  }
}
