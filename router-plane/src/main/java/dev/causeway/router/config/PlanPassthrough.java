package dev.causeway.router.config;

import dev.causeway.router.balance.EndpointPicker;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.transport.PassthroughRoute;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the connections of a passthrough rule go.
 *
 * @param picker chooses endpoints
 * @param connectTimeout limit for one attempt
 * @param tunnelTimeout longest idle time of a relayed connection
 */
record PlanPassthrough(EndpointPicker picker, Duration connectTimeout, Duration tunnelTimeout)
    implements PassthroughRoute {

  @Override
  public @Nullable Target pick(InetSocketAddress client, @Nullable Target failed) {
    LiveEndpoint choice =
        failed instanceof EndpointTarget last
            ? picker.pickOther(client, last.endpoint())
            : picker.pick(client);
    return choice == null ? null : new EndpointTarget(choice);
  }

  private record EndpointTarget(LiveEndpoint endpoint) implements Target {
    @Override
    public InetSocketAddress address() {
      return endpoint.address();
    }

    @Override
    public void begin() {
      endpoint.begin();
    }

    @Override
    public void end() {
      endpoint.end();
    }
  }
}
