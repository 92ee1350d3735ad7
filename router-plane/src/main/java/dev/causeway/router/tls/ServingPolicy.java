package dev.causeway.router.tls;

import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TrustBundle;
import org.jspecify.annotations.Nullable;

/**
 * What handshakes of a serving context negotiate, beside the certificate.
 *
 * @param http2 whether {@code h2} is offered by ALPN
 * @param profile versions, cipher suites and groups
 * @param clients how clients prove who they are, or null where nobody asks
 */
public record ServingPolicy(boolean http2, TlsProfile profile, @Nullable Clients clients) {
  /** The policy of a shard that says nothing. */
  public static final ServingPolicy DEFAULT =
      new ServingPolicy(false, TlsProfile.INTERMEDIATE, null);

  /**
   * How clients prove who they are.
   *
   * @param auth what is asked for
   * @param bundle the bundle that {@code auth} names; null trusts nobody
   */
  public record Clients(ClientAuth auth, @Nullable TrustBundle bundle) {
    /** The name of the bundle stands for its content: lists of revoked certificates are long. */
    @Override
    public int hashCode() {
      return auth.hashCode();
    }
  }

  /** Returns this policy with or without {@code h2}. */
  public ServingPolicy http2(boolean offered) {
    return new ServingPolicy(offered, profile, clients);
  }

  /** Returns what tells contexts of different policies apart, equal at every router. */
  String identity() {
    return http2 + " " + profile + " " + (clients == null ? "" : clients.auth().identity());
  }
}
