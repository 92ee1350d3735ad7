package dev.causeway.controlplane.pipeline;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may be published of one shard, so that a compile from nothing can replace it. Not
 * thread-safe.
 */
final class PublishedKeys {
  private final Set<ResourceKey> resources = new HashSet<>();
  private final Set<ObjectKey> verdicts = new HashSet<>();
  private final Set<ObjectKey> notices = new HashSet<>();

  /** Notes what {@code update} adds; before it is published, as that may fail half way. */
  void publishing(CompileUpdate update) {
    update.upserts().forEach(resource -> resources.add(resource.key()));
    verdicts.addAll(update.verdicts().keySet());
    notices.addAll(update.notices().keySet());
  }

  /** Notes what {@code update} took away. */
  void published(CompileUpdate update) {
    resources.removeAll(update.removals());
    verdicts.removeAll(update.forgotten());
    update
        .notices()
        .forEach(
            (key, list) -> {
              if (list.isEmpty()) {
                notices.remove(key);
              }
            });
  }

  /** Returns the update that leads from whatever is published to {@code whole}. */
  CompileUpdate leadingTo(CompileUpdate whole) {
    Set<ResourceKey> removals = new HashSet<>(resources);
    for (Resource resource : whole.upserts()) {
      removals.remove(resource.key());
    }
    Set<ObjectKey> forgotten = new HashSet<>(verdicts);
    forgotten.removeAll(whole.verdicts().keySet());
    Map<ObjectKey, List<Notice>> told = new HashMap<>(whole.notices());
    notices.forEach(key -> told.putIfAbsent(key, List.of()));
    return new CompileUpdate(whole.upserts(), removals, whole.verdicts(), forgotten, told);
  }
}
