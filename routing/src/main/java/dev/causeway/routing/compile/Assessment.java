package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Rejection;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a Route that holds its host comes to; independent of all other Routes. */
sealed interface Assessment {

  /**
   * The Route is served.
   *
   * @param rule the rule it becomes
   * @param certificate its own certificate, or null
   * @param upstreams upstreams of its backends
   * @param trustBundle trust anchors that {@code upstreams} name, or null
   * @param notices remarks
   */
  record Served(
      Rule rule,
      @Nullable Certificate certificate,
      List<Upstream> upstreams,
      @Nullable TrustBundle trustBundle,
      List<Notice> notices)
      implements Assessment {}

  /**
   * The Route is rejected, and keeps its claim (HO-003).
   *
   * @param rejection why
   */
  record Rejected(Rejection rejection) implements Assessment {}
}
