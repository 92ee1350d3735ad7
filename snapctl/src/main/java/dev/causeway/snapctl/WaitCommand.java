package dev.causeway.snapctl;

import dev.causeway.proto.v1.AwaitEffectiveRequest;
import dev.causeway.proto.v1.AwaitEffectiveResponse;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code snapctl wait}. */
@Command(
    name = "wait",
    mixinStandardHelpOptions = true,
    description = "Waits until every connected router of a shard serves a snapshot.")
final class WaitCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  @Mixin private ConnectionOptions connection;
  @Mixin private OutputOptions output;

  @Option(names = "--shard", defaultValue = "", description = "Shard; may be left out if one.")
  private String shard;

  @ArgGroup(multiplicity = "1")
  private Which which;

  @Option(
      names = "--routers",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "Fewest routers that must be connected; default ${DEFAULT-VALUE}.")
  private int routers;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "For example 500ms, 30s or 2m; default ${DEFAULT-VALUE}, at most 10m.")
  private String timeout;

  /** What to wait for. */
  static final class Which {
    @Option(names = "--id", required = true, description = "This snapshot, all 64 digits.")
    private @Nullable String id;

    @Option(
        names = "--all",
        required = true,
        description = "The snapshot that is the newest when the control plane is asked.")
    private boolean all;
  }

  @Override
  public Integer call() throws SnapctlException {
    long millis = millis(timeout);
    String id = which.all || which.id == null ? "" : which.id;
    try (Connection open = connection.open()) {
      AwaitEffectiveResponse response =
          open.ask(
              stub ->
                  stub.awaitEffective(
                      AwaitEffectiveRequest.newBuilder()
                          .setShard(shard)
                          .setId(id)
                          .setRouters(routers)
                          .setTimeoutMillis(millis)
                          .build()),
              millis);
      if (output.isJson()) {
        output.json(response);
      } else {
        SubscribersCommand.print(response.getSubscribersList(), output.out());
      }
      if (!response.getReached()) {
        throw new SnapctlException(
            SnapctlException.NO,
            "not every router serves snapshot " + response.getId() + " after " + timeout);
      }
      return 0;
    }
  }

  private static long millis(String text) throws SnapctlException {
    try {
      String upper = text.toUpperCase(Locale.ROOT);
      Duration duration =
          upper.endsWith("MS")
              ? Duration.ofMillis(Long.parseLong(upper.substring(0, upper.length() - 2)))
              : Duration.parse("PT" + upper);
      if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
        return duration.toMillis();
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      throw badTimeout(text);
    }
    throw badTimeout(text);
  }

  private static SnapctlException badTimeout(String text) {
    return new SnapctlException(
        SnapctlException.USAGE, "the time '" + text + "' is not between 1ms and 10m");
  }
}
