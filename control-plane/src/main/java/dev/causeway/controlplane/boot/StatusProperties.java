package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.activation.SurveyOptions;
import dev.causeway.controlplane.status.StatusOptions;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the status of Routes is written, keys {@code causeway.status.*}.
 *
 * @param routerNamePrefix stands before the shard's name in {@code routerName}; must differ between
 *     installations whose shards have the same names, OKD's own routers included
 * @param canonicalHostnames canonical host names by shard, for shards that differ from {@code
 *     router-<shard>.<domain>}
 * @param parallelism writes in flight at a time, from 1 to 256
 * @param writesPerSecond bound of the rate of writes
 * @param eventsPerSecond bound of the rate of Events
 * @param contentionInterval how long writes rest that another writer contends
 * @param forbiddenRetry how long a namespace rests whose status may not be written
 * @param shadow whether the role {@code status} writes nothing at all and compares its verdicts
 *     with the status that routers of the same names wrote
 * @param activation how the condition {@code Activated} comes about
 */
@ConfigurationProperties("causeway.status")
public record StatusProperties(
    @DefaultValue("") String routerNamePrefix,
    @DefaultValue Map<String, String> canonicalHostnames,
    @DefaultValue("16") int parallelism,
    @DefaultValue("800") int writesPerSecond,
    @DefaultValue("20") int eventsPerSecond,
    @DefaultValue("3m") Duration contentionInterval,
    @DefaultValue("30s") Duration forbiddenRetry,
    @DefaultValue("false") boolean shadow,
    @DefaultValue Activation activation) {
  /**
   * How the condition {@code Activated} comes about.
   *
   * @param window how long {@code Admitted=True} waits for the condition, so that both are one
   *     write; at most 10s
   * @param target host:port of the inspection service of all replicas that serve routers, where
   *     each address of the host is one; without it a process with the role {@code serve} asks its
   *     own routers, and another does not write the condition
   * @param identity name that the certificates of these replicas are valid for; the host where it
   *     is not given
   * @param tls identity of this process towards these replicas, which must allow its name ({@code
   *     causeway.inspect.identities}), and whom it trusts
   */
  public record Activation(
      @DefaultValue("250ms") Duration window,
      @DefaultValue("") String target,
      @DefaultValue("") String identity,
      @NestedConfigurationProperty @Nullable TlsProperties tls) {
    private static final Pattern TARGET =
        Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+):([0-9]{1,5})");

    /** Checks the bound. */
    public Activation {
      if (window.isNegative() || window.compareTo(Duration.ofSeconds(10)) > 0) {
        throw new StartupException(
            "causeway.status.activation.window must be between 0s and 10s: a Route is not shown as"
                + " admitted before");
      }
      Matcher match = TARGET.matcher(target);
      if (!target.isEmpty()
          && !(match.matches()
              && Integer.parseInt(match.group(2)) >= 1
              && Integer.parseInt(match.group(2)) <= 65535)) {
        throw new StartupException(
            "causeway.status.activation.target \"" + target + "\" is not of the form host:port");
      }
    }

    /** Returns how replicas are asked. */
    SurveyOptions survey() {
      int colon = target.lastIndexOf(':');
      String host = target.substring(0, colon).replace("[", "").replace("]", "");
      return SurveyOptions.of(
          host,
          Integer.parseInt(target.substring(colon + 1)),
          identity.isEmpty() ? host : identity,
          TlsProperties.files(tls, "causeway.status.activation.tls"));
    }
  }

  /** Checks the bounds. */
  public StatusProperties {
    canonicalHostnames = Map.copyOf(canonicalHostnames);
    if (!routerNamePrefix.matches("([a-z0-9]([a-z0-9.-]{0,62}))?")) {
      throw new StartupException(
          "causeway.status.router-name-prefix \""
              + routerNamePrefix
              + "\" may have lower-case letters, digits, dashes and dots, 63 at the most, and"
              + " begins with a letter or digit");
    }
    if (parallelism < 1 || parallelism > 256) {
      throw new StartupException("causeway.status.parallelism must be between 1 and 256");
    }
    if (writesPerSecond < 1 || eventsPerSecond < 1) {
      throw new StartupException(
          "causeway.status.writes-per-second and events-per-second must be at least 1");
    }
    if (contentionInterval.compareTo(Duration.ofSeconds(1)) < 0
        || forbiddenRetry.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new StartupException(
          "causeway.status.contention-interval and forbidden-retry must be at least 1s");
    }
  }

  /** Returns the options of the writer. */
  StatusOptions options() {
    return options(routerNamePrefix);
  }

  /** Returns the options of a comparison: routers of others have the plain names of shards. */
  StatusOptions shadowOptions() {
    return options("");
  }

  private StatusOptions options(String prefix) {
    return new StatusOptions(
        prefix,
        canonicalHostnames,
        parallelism,
        writesPerSecond,
        eventsPerSecond,
        contentionInterval,
        forbiddenRetry);
  }
}
