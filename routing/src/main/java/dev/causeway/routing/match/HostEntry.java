package dev.causeway.routing.match;

import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index holds for one host or wildcard parent; immutable.
 *
 * <p>Holds a virtual host, or the mark that its configuration was rejected, or both; the mark wins.
 */
final class HostEntry<T> {
  private final String name;
  private final @Nullable VirtualHost host;
  private final @Nullable PathIndex<T> all;
  private final @Nullable PathIndex<T> http;
  private final @Nullable PathIndex<T> https;
  private final Match.@Nullable HostRejected<T> rejected;
  private final SniMatch.@Nullable Passthrough<T> passthrough;
  private final SniMatch.@Nullable Terminate<T> certificates;

  private HostEntry(
      String name, @Nullable VirtualHost host, List<RuleEntry<T>> rules, boolean rejected) {
    this.name = name;
    this.host = host;
    this.all = rules.isEmpty() ? null : PathIndex.of(rules, Side.ALL);
    this.http = rules.isEmpty() ? null : PathIndex.of(rules, Side.HTTP);
    this.https = rules.isEmpty() ? null : PathIndex.of(rules, Side.HTTPS);
    this.rejected = rejected ? new Match.HostRejected<>(name) : null;
    this.passthrough = passthrough(host, rules);
    this.certificates =
        host == null || host.certificates().isEmpty() ? null : new SniMatch.Terminate<>(host);
  }

  private HostEntry(HostEntry<T> other, boolean rejected) {
    this.name = other.name;
    this.host = other.host;
    this.all = other.all;
    this.http = other.http;
    this.https = other.https;
    this.rejected = rejected ? new Match.HostRejected<>(name) : null;
    this.passthrough = other.passthrough;
    this.certificates = other.certificates;
  }

  /** Builds the entry of {@code host}. */
  static <T> HostEntry<T> of(VirtualHost host, PlanFactory<T> plans, boolean rejected) {
    List<RuleEntry<T>> rules = new ArrayList<>(host.rules().size());
    for (Rule rule : host.rules()) {
      rules.add(RuleEntry.of(host, rule, plans.plan(host, rule)));
    }
    return new HostEntry<>(host.name(), host, rules, rejected);
  }

  /** Builds the entry of a host that is only known to be rejected. */
  static <T> HostEntry<T> rejected(String name) {
    return new HostEntry<>(name, null, List.of(), true);
  }

  private static <T> SniMatch.@Nullable Passthrough<T> passthrough(
      @Nullable VirtualHost host, List<RuleEntry<T>> rules) {
    for (RuleEntry<T> entry : rules) {
      if (host != null && entry.rule().termination() == Termination.PASSTHROUGH) {
        return new SniMatch.Passthrough<>(host, entry.rule(), entry.proxy().plan());
      }
    }
    return null;
  }

  /** Returns the same entry with or without the mark, or null where nothing would be left. */
  @Nullable HostEntry<T> withRejected(boolean marked) {
    if (marked == (rejected != null)) {
      return this;
    }
    return !marked && host == null ? null : new HostEntry<>(this, marked);
  }

  /** Returns the name of the virtual host, with its {@code *.} where it is a wildcard. */
  String name() {
    return name;
  }

  static boolean isWildcard(String name) {
    return name.startsWith("*.");
  }

  @Nullable VirtualHost host() {
    return host;
  }

  Match.@Nullable HostRejected<T> rejected() {
    return rejected;
  }

  SniMatch.@Nullable Passthrough<T> passthrough() {
    return passthrough;
  }

  SniMatch.@Nullable Terminate<T> certificates() {
    return certificates;
  }

  /** Returns the best rule of {@code side} for a path, or null. */
  @Nullable RuleEntry<T> find(
      Side side, String target, int from, int to, @Nullable ProbeCounter probes) {
    PathIndex<T> paths =
        switch (side) {
          case ALL -> all;
          case HTTP -> http;
          case HTTPS -> https;
        };
    return paths == null ? null : paths.find(target, from, to, probes);
  }
}
