package dev.causeway.snapctl;

import com.google.protobuf.Message;
import dev.causeway.proto.codec.ResourceEncoder;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Endpoint;
import dev.causeway.proto.v1.ResourceName;
import dev.causeway.proto.v1.ResourceView;
import dev.causeway.proto.v1.Rule;
import dev.causeway.proto.v1.VirtualHost;
import dev.causeway.proto.v1.WeightedUpstream;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.Snapshot;
import dev.causeway.snapctl.Difference.Sign;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What routers would serve otherwise if they got another snapshot.
 *
 * <p>Left out is what no manifest decides: keys of session tickets, which change with time, and
 * lists of revoked certificates, which the control plane fetches.
 */
final class SnapshotDiff {
  private static final int FINGERPRINT_DIGITS = 16;

  /** Fields of a rule that are told with their values. */
  private static final Set<String> SAID =
      Set.of("route_namespace", "route_name", "termination", "backends");

  private final List<Difference> differences = new ArrayList<>();

  private SnapshotDiff() {}

  /**
   * Compares.
   *
   * @param live what is served
   * @param next what would be served
   * @return sorted by kind and name
   */
  static List<Difference> between(List<ResourceView> live, Snapshot next) {
    SnapshotDiff diff = new SnapshotDiff();
    Map<ResourceName, ResourceView> before = new HashMap<>();
    live.forEach(view -> before.put(view.getId(), view));
    next.forEach(resource -> diff.resource(before.remove(WireIds.name(resource.key())), resource));
    before.values().forEach(diff::removed);
    diff.differences.sort(null);
    return List.copyOf(diff.differences);
  }

  private void resource(@Nullable ResourceView before, Resource now) {
    if (before != null && before.getHash().equals(ContentHash.of(now).hex())) {
      return;
    }
    ResourceView old = before == null ? ResourceView.getDefaultInstance() : before;
    Sign sign = before == null ? Sign.ADDED : Sign.CHANGED;
    switch (now) {
      case dev.causeway.routing.model.VirtualHost host ->
          host(host.name(), old.getVirtualHost(), ResourceEncoder.virtualHost(host));
      case EndpointSet set ->
          endpoints(
              sign,
              set.name(),
              old.getEndpointSet().getEndpointsList(),
              ResourceEncoder.endpointSet(set).getEndpointsList());
      case Certificate certificate ->
          add(sign, "certificate", certificate.name(), fingerprint(certificate));
      case Upstream upstream ->
          fields(
              sign,
              "upstream",
              upstream.name(),
              old.getUpstream(),
              ResourceEncoder.upstream(upstream));
      case Settings settings ->
          fields(
              sign,
              "settings",
              settings.name(),
              old.getSettings(),
              ResourceEncoder.settings(settings));
      case TrustBundle bundle -> trust(sign, bundle, old);
      case TicketKeys _ -> {}
    }
  }

  private void removed(ResourceView gone) {
    String name = gone.getId().getName();
    switch (gone.getContentCase()) {
      case VIRTUAL_HOST -> host(name, gone.getVirtualHost(), VirtualHost.getDefaultInstance());
      case ENDPOINT_SET ->
          endpoints(Sign.REMOVED, name, gone.getEndpointSet().getEndpointsList(), List.of());
      case CERTIFICATE ->
          add(
              Sign.REMOVED,
              "certificate",
              name,
              "sha256 " + shortened(gone.getCertificate().getFingerprint()));
      case UPSTREAM -> add(Sign.REMOVED, "upstream", name);
      case SETTINGS -> add(Sign.REMOVED, "settings", name);
      case TRUST_BUNDLE -> add(Sign.REMOVED, "trust bundle", name);
      case TICKET_KEYS, CONTENT_NOT_SET -> {}
    }
  }

  private void add(Sign sign, String kind, String name, String... details) {
    differences.add(new Difference(sign, kind, name, "", List.of(details)));
  }

  private void host(String name, VirtualHost before, VirtualHost now) {
    List<String> details = new ArrayList<>();
    boolean both = before.getRulesCount() > 0 && now.getRulesCount() > 0;
    if (both && !before.getOwnerNamespace().equals(now.getOwnerNamespace())) {
      details.add("owner " + before.getOwnerNamespace() + " -> " + now.getOwnerNamespace());
    }
    if (both && !before.getCertificatesList().equals(now.getCertificatesList())) {
      details.add(
          "certificates " + before.getCertificatesList() + " -> " + now.getCertificatesList());
    }
    if (!details.isEmpty()) {
      differences.add(new Difference(Sign.CHANGED, "host", name, "", details));
    }
    rules(name, before, now);
  }

  private void rules(String host, VirtualHost before, VirtualHost now) {
    Map<String, List<Rule>> gone = byPath(before);
    Map<String, List<Rule>> come = byPath(now);
    TreeSet<String> paths = new TreeSet<>(gone.keySet());
    paths.addAll(come.keySet());
    for (String path : paths) {
      List<Rule> old = new ArrayList<>(gone.getOrDefault(path, List.of()));
      List<Rule> fresh = new ArrayList<>(come.getOrDefault(path, List.of()));
      List<Rule> same = List.copyOf(old);
      old.removeAll(fresh);
      fresh.removeAll(same);
      pairs(host + path, old, fresh);
    }
  }

  /** Rules of one path: those of the same Route belong together, then one by one. */
  private void pairs(String name, List<Rule> old, List<Rule> fresh) {
    for (Rule rule : List.copyOf(fresh)) {
      old.stream()
          .filter(other -> route(other).equals(route(rule)))
          .findFirst()
          .ifPresent(
              other -> {
                changed(name, other, rule);
                old.remove(other);
                fresh.remove(rule);
              });
    }
    while (!old.isEmpty() && !fresh.isEmpty()) {
      changed(name, old.removeFirst(), fresh.removeFirst());
    }
    old.forEach(rule -> rule(Sign.REMOVED, name, rule, List.of()));
    fresh.forEach(rule -> rule(Sign.ADDED, name, rule, List.of("to " + backends(rule))));
  }

  private void changed(String name, Rule old, Rule fresh) {
    List<String> details = new ArrayList<>();
    if (!route(old).equals(route(fresh))) {
      details.add("Route " + route(old) + " -> " + route(fresh));
    }
    if (old.getTermination() != fresh.getTermination()) {
      details.add("termination " + termination(old) + " -> " + termination(fresh));
    }
    if (!old.getBackendsList().equals(fresh.getBackendsList())) {
      details.add("backends " + backends(old) + " -> " + backends(fresh));
    }
    names(old, fresh).stream().filter(field -> !SAID.contains(field)).forEach(details::add);
    rule(Sign.CHANGED, name, fresh, details);
  }

  private void rule(Sign sign, String name, Rule rule, List<String> details) {
    differences.add(new Difference(sign, "rule", name, route(rule), details));
  }

  private static Map<String, List<Rule>> byPath(VirtualHost host) {
    Map<String, List<Rule>> rules = new LinkedHashMap<>();
    host.getRulesList()
        .forEach(
            rule -> rules.computeIfAbsent(rule.getPath(), path -> new ArrayList<>()).add(rule));
    return rules;
  }

  private static String route(Rule rule) {
    return rule.getRouteNamespace() + "/" + rule.getRouteName();
  }

  private static String termination(Rule rule) {
    return rule.getTermination().name().replace("TERMINATION_", "").toLowerCase(Locale.ROOT);
  }

  private static String backends(Rule rule) {
    return rule.getBackendsList().stream().map(SnapshotDiff::backend).toList().toString();
  }

  private static String backend(WeightedUpstream backend) {
    return backend.getUpstream() + " x" + backend.getWeight();
  }

  private void endpoints(Sign sign, String name, List<Endpoint> before, List<Endpoint> now) {
    List<String> details = new ArrayList<>();
    only(before, now).forEach(gone -> details.add("-" + gone));
    only(now, before).forEach(come -> details.add("+" + come));
    add(sign, "endpoints", name, details.toArray(String[]::new));
  }

  private static Set<String> only(List<Endpoint> these, List<Endpoint> others) {
    Function<Endpoint, String> text =
        endpoint ->
            (endpoint.getAddress().contains(":")
                    ? "[" + endpoint.getAddress() + "]"
                    : endpoint.getAddress())
                + ":"
                + endpoint.getPort();
    Set<String> only = new TreeSet<>(these.stream().map(text).toList());
    others.stream().map(text).forEach(only::remove);
    return only;
  }

  private void trust(Sign sign, TrustBundle now, ResourceView before) {
    TreeSet<String> next =
        new TreeSet<>(now.certificates().stream().map(SnapshotDiff::sha256).toList());
    TreeSet<String> old = new TreeSet<>();
    before.getTrustBundle().getCertificatesList().forEach(view -> old.add(view.getFingerprint()));
    List<String> details = new ArrayList<>();
    old.stream()
        .filter(print -> !next.contains(print))
        .forEach(print -> details.add("-sha256 " + shortened(print)));
    next.stream()
        .filter(print -> !old.contains(print))
        .forEach(print -> details.add("+sha256 " + shortened(print)));
    if (sign == Sign.ADDED || !details.isEmpty()) {
      add(sign, "trust bundle", now.name(), details.toArray(String[]::new));
    }
  }

  private void fields(Sign sign, String kind, String name, Message before, Message now) {
    List<String> details = sign == Sign.ADDED ? List.of() : names(before, now);
    add(sign, kind, name, details.toArray(String[]::new));
  }

  /** Names of fields that differ, never their values. */
  private static List<String> names(Message before, Message now) {
    return now.getDescriptorForType().getFields().stream()
        .filter(field -> !before.getField(field).equals(now.getField(field)))
        .map(field -> field.getName())
        .toList();
  }

  private static String fingerprint(Certificate certificate) {
    return certificate.chain().isEmpty()
        ? "without a chain"
        : "sha256 " + shortened(sha256(certificate.chain().getFirst()));
  }

  private static String shortened(String hex) {
    return hex.length() > FINGERPRINT_DIGITS ? hex.substring(0, FINGERPRINT_DIGITS) : hex;
  }

  private static String sha256(Bytes der) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
