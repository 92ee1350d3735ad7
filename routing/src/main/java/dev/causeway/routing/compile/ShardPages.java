package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.page.RawResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The error pages of a shard: a ConfigMap that its IngressController names (RO-081). */
final class ShardPages {
  private static final String FIELD = "spec.httpErrorCodePages.name";

  private ShardPages() {}

  /** Returns the key of the ConfigMap with the pages, or null where none is named. */
  static @Nullable ObjectKey configMapOf(
      CompileOptions options, @Nullable IngressControllerInput controller) {
    return controller == null ? null : options.configMap(controller.httpHeaders().errorPages());
  }

  /** Reads the pages; what is missing or no HTTP response leaves the built-in page. */
  static ErrorPages read(
      CompileOptions options,
      @Nullable IngressControllerInput controller,
      InputStore store,
      List<Notice> notices) {
    ObjectKey key = configMapOf(options, controller);
    if (controller == null || key == null) {
      return ErrorPages.BUILT_IN;
    }
    ConfigMapInput map = store.configMap(key);
    if (map == null) {
      notices.add(notice(controller, key + " is not known"));
      return ErrorPages.BUILT_IN;
    }
    return new ErrorPages(
        page(controller, map, ConfigMapInput.UNAVAILABLE_PAGE, notices),
        page(controller, map, ConfigMapInput.NOT_FOUND_PAGE, notices));
  }

  private static @Nullable String page(
      IngressControllerInput controller, ConfigMapInput map, String name, List<Notice> notices) {
    String page = map.data().get(name);
    if (page == null || RawResponse.parse(page).isPresent()) {
      return page;
    }
    notices.add(
        notice(
            controller,
            map.key()
                + " holds no complete HTTP response under "
                + name
                + ": write status line, headers, an empty line and the body"));
    return null;
  }

  private static Notice notice(IngressControllerInput controller, String what) {
    return Notice.about(controller, FIELD, what + "; the built-in page is served");
  }
}
