package dev.causeway.router.config;

import dev.causeway.router.access.Backend;
import dev.causeway.router.balance.ConnectionCap;
import dev.causeway.router.balance.EndpointPicker;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.limit.SourceGuard;
import dev.causeway.router.transport.PassthroughRoute;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the connections of a passthrough rule go.
 *
 * @param backend the Route as access logs name it
 * @param guard decides who may connect, or null where everybody may
 * @param picker chooses endpoints
 * @param cap bounds connections per endpoint, or null
 * @param connectTimeout limit for one attempt
 * @param tunnelTimeout longest idle time of a relayed connection
 * @param clientFinTimeout the same once the endpoint has closed its half, while the client has not
 * @param serverFinTimeout the same once the client has closed its half
 */
record PlanPassthrough(
    Backend backend,
    @Nullable SourceGuard guard,
    EndpointPicker picker,
    @Nullable ConnectionCap cap,
    Duration connectTimeout,
    Duration tunnelTimeout,
    Duration clientFinTimeout,
    Duration serverFinTimeout)
    implements PassthroughRoute {

  @Override
  public boolean admits(InetSocketAddress client, Consumer<Runnable> onEnd) {
    return guard == null || guard.refusal(client.getAddress(), onEnd) == null;
  }

  @Override
  public @Nullable Target pick(InetSocketAddress client) {
    return target(picker.pick(client));
  }

  @Override
  public @Nullable Target again(InetSocketAddress client, Target failed, int failures) {
    return target(retries().next(picker, client, failed.endpoint(), failures));
  }

  private @Nullable Target target(@Nullable LiveEndpoint choice) {
    return choice == null ? null : new EndpointTarget(choice);
  }

  private final class EndpointTarget implements Target {
    private final LiveEndpoint endpoint;

    EndpointTarget(LiveEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public LiveEndpoint endpoint() {
      return endpoint;
    }

    @Override
    public void admit(ScheduledExecutorService loop, Consumer<@Nullable Target> go) {
      if (cap == null) {
        begin();
        go.accept(this);
        return;
      }
      cap.acquire(
          picker,
          endpoint,
          picker.isBySource(),
          loop,
          connectTimeout.toMillis(),
          new ConnectionCap.Admission() {
            @Override
            public void admitted(LiveEndpoint given) {
              Target target =
                  given.equals(endpoint) ? EndpointTarget.this : new EndpointTarget(given);
              target.begin();
              go.accept(target);
            }

            @Override
            public void refused() {
              go.accept(null);
            }
          });
    }

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
      if (cap != null) {
        cap.release(endpoint);
      }
    }
  }
}
