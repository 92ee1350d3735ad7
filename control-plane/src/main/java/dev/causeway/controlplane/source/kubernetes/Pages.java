package dev.causeway.controlplane.source.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lists of any length, a page at a time. */
public final class Pages {
  private static final long PAGE = 500;

  private Pages() {}

  /** Gives all pages of a list to {@code page}; fails with what the API server says. */
  public static <T extends HasMetadata> void each(
      Listable<? extends KubernetesResourceList<T>> objects, Consumer<List<T>> page) {
    @Nullable String next = null;
    do {
      KubernetesResourceList<T> list =
          objects.list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      page.accept(list.getItems());
      next = list.getMetadata() == null ? null : list.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
  }
}
