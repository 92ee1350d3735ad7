package dev.causeway.router.health;

import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.balance.LiveUpstream;
import dev.causeway.router.upstream.EndpointTls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a rule decides which endpoints are checked.
 *
 * @param upstreams upstreams of its backends
 * @param tls TLS towards each upstream's endpoints, null for clear text
 * @param weights weights of the backends
 * @param weightless whether endpoints of backends without weight are checked too; cookies may lead
 *     there
 * @param intervalMillis time between two checks of an endpoint, milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares rules
public record WatchedRule(
    List<LiveUpstream> upstreams,
    @Nullable EndpointTls[] tls,
    List<Integer> weights,
    boolean weightless,
    long intervalMillis) {

  /** Returns the endpoints to check now, with what their checks are shared by. */
  Map<LiveEndpoint, CheckKey> wanted() {
    int usable = 0;
    for (int i = 0; i < weights.size(); i++) {
      usable += weights.get(i) > 0 ? upstreams.get(i).endpoints().size() : 0;
    }
    Map<LiveEndpoint, CheckKey> wanted = new HashMap<>();
    for (int i = 0; usable > 1 && i < weights.size(); i++) {
      if (weights.get(i) > 0 || weightless) {
        for (LiveEndpoint endpoint : upstreams.get(i).endpoints()) {
          if (!endpoint.endpoint().placeholder()) {
            wanted.put(endpoint, new CheckKey(endpoint.address(), tls[i]));
          }
        }
      }
    }
    return wanted;
  }
}
