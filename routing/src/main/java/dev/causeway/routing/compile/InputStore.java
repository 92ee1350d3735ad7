package dev.causeway.routing.compile;

import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.EpochInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.NamespaceInput;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RevocationListInput;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.model.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The inputs as they are now. */
final class InputStore {
  private final Map<ObjectKey, Input> inputs = new HashMap<>();
  private final Index<String, ObjectKey> routesByNamespace = new Index<>();
  private final Map<String, TreeSet<ObjectKey>> controllersByName = new HashMap<>();

  /**
   * An input that really changed.
   *
   * @param key identity
   * @param old value before, or null
   * @param now value now, or null
   */
  record Change(ObjectKey key, @Nullable Input old, @Nullable Input now) {}

  /** Takes changes in, the last one per object counting, and drops those that change nothing. */
  List<Change> apply(Collection<InputChange> changes) {
    Map<ObjectKey, @Nullable Input> last = new LinkedHashMap<>();
    for (InputChange change : changes) {
      last.put(
          change.key(),
          switch (change) {
            case InputChange.Put put -> put.input();
            case InputChange.Remove remove -> null;
          });
    }
    List<Change> real = new ArrayList<>();
    last.forEach(
        (key, now) -> {
          Input old = now == null ? inputs.remove(key) : inputs.put(key, now);
          if (!Objects.equals(old, now)) {
            index(key, now != null);
            real.add(new Change(key, old, now));
          }
        });
    return real;
  }

  private void index(ObjectKey key, boolean present) {
    if (key.kind() == InputKind.ROUTE) {
      if (present) {
        routesByNamespace.add(key.namespace(), key);
      } else {
        routesByNamespace.remove(key.namespace(), key);
      }
    } else if (key.kind() == InputKind.INGRESS_CONTROLLER) {
      TreeSet<ObjectKey> named =
          controllersByName.computeIfAbsent(key.name(), name -> new TreeSet<>());
      if (present) {
        named.add(key);
      } else {
        named.remove(key);
      }
    }
  }

  @Nullable RouteInput route(ObjectKey key) {
    return inputs.get(key) instanceof RouteInput route ? route : null;
  }

  @Nullable SecretInput secret(ObjectKey key) {
    return inputs.get(key) instanceof SecretInput secret ? secret : null;
  }

  /** Returns the number of the present epoch, or null where nobody told it yet. */
  @Nullable Long epoch() {
    return inputs.get(EpochInput.KEY) instanceof EpochInput epoch ? epoch.number() : null;
  }

  @Nullable ConfigMapInput configMap(ObjectKey key) {
    return inputs.get(key) instanceof ConfigMapInput map ? map : null;
  }

  /** Returns the list of revoked certificates that was fetched from {@code url}, or null. */
  @Nullable Bytes revocationList(String url) {
    return inputs.get(RevocationListInput.key(url)) instanceof RevocationListInput list
        ? list.content()
        : null;
  }

  Collection<ObjectKey> routesOf(String namespace) {
    return routesByNamespace.get(namespace);
  }

  Map<String, String> namespaceLabels(String namespace) {
    return inputs.get(new ObjectKey(InputKind.NAMESPACE, "", namespace))
            instanceof NamespaceInput input
        ? input.metadata().labels()
        : Map.of();
  }

  /** Returns the IngressController named {@code shard}; the first by namespace if several are. */
  @Nullable IngressControllerInput controller(String shard) {
    TreeSet<ObjectKey> named = controllersByName.get(shard);
    return named != null
            && !named.isEmpty()
            && inputs.get(named.first()) instanceof IngressControllerInput controller
        ? controller
        : null;
  }
}
