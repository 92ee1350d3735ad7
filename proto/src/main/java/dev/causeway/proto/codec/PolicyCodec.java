package dev.causeway.proto.codec;

import dev.causeway.proto.codec.UndecodableResourceException.Cause;
import dev.causeway.routing.model.AccessList;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.HeaderAction;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.Network;
import dev.causeway.routing.model.RateLimits;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.SameSite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The groups inside a rule's policies, both ways. */
final class PolicyCodec {
  private PolicyCodec() {}

  static void encode(RulePolicies policies, dev.causeway.proto.v1.RulePolicies.Builder wire) {
    Affinity affinity = policies.affinity();
    if (affinity != null) {
      wire.setAffinity(affinity(affinity));
    }
    AccessList accessList = policies.accessList();
    if (accessList != null) {
      wire.setAccessList(
          dev.causeway.proto.v1.AccessList.newBuilder()
              .addAllNetworks(accessList.networks().stream().map(Network::toString).toList()));
    }
    RateLimits limits = policies.rateLimits();
    if (limits != null) {
      wire.setRateLimits(rateLimits(limits));
    }
    if (!policies.headerActions().isEmpty()) {
      wire.setHeaderActions(headerActions(policies.headerActions()));
    }
    wire.setAdjustHeaderCase(policies.adjustHeaderCase());
  }

  private static dev.causeway.proto.v1.RateLimits.Builder rateLimits(RateLimits limits) {
    var wire = dev.causeway.proto.v1.RateLimits.newBuilder().setAnswered(limits.answered());
    Integer concurrent = limits.concurrent();
    if (concurrent != null) {
      wire.setConcurrent(concurrent);
    }
    Integer connections = limits.connections();
    if (connections != null) {
      wire.setConnections(connections);
    }
    Integer requests = limits.requests();
    if (requests != null) {
      wire.setRequests(requests);
    }
    return wire;
  }

  static dev.causeway.proto.v1.HeaderActions headerActions(HeaderActions actions) {
    return dev.causeway.proto.v1.HeaderActions.newBuilder()
        .addAllRequest(actions.request().stream().map(PolicyCodec::headerAction).toList())
        .addAllResponse(actions.response().stream().map(PolicyCodec::headerAction).toList())
        .build();
  }

  private static dev.causeway.proto.v1.HeaderAction headerAction(HeaderAction action) {
    var wire = dev.causeway.proto.v1.HeaderAction.newBuilder().setName(action.name());
    String value = action.value();
    if (value != null) {
      wire.setValue(value);
    }
    return wire.build();
  }

  static @Nullable AccessList accessList(dev.causeway.proto.v1.RulePolicies wire, String field)
      throws UndecodableResourceException {
    if (!wire.hasAccessList()) {
      return null;
    }
    List<Network> networks = new ArrayList<>();
    for (String text : wire.getAccessList().getNetworksList()) {
      networks.add(
          Network.parse(text)
              .orElseThrow(
                  () ->
                      new UndecodableResourceException(
                          Cause.MALFORMED,
                          field + ".access_list",
                          "an entry is neither an address nor a CIDR")));
    }
    return new AccessList(networks);
  }

  static @Nullable RateLimits rateLimits(dev.causeway.proto.v1.RulePolicies wire) {
    dev.causeway.proto.v1.RateLimits limits = wire.getRateLimits();
    return wire.hasRateLimits()
        ? new RateLimits(
            limits.hasConcurrent() ? limits.getConcurrent() : null,
            limits.hasConnections() ? limits.getConnections() : null,
            limits.hasRequests() ? limits.getRequests() : null,
            limits.getAnswered())
        : null;
  }

  static HeaderActions headerActions(dev.causeway.proto.v1.HeaderActions wire) {
    return new HeaderActions(
        wire.getRequestList().stream().map(PolicyCodec::headerAction).toList(),
        wire.getResponseList().stream().map(PolicyCodec::headerAction).toList());
  }

  private static HeaderAction headerAction(dev.causeway.proto.v1.HeaderAction wire) {
    return new HeaderAction(wire.getName(), wire.hasValue() ? wire.getValue() : null);
  }

  private static dev.causeway.proto.v1.Affinity affinity(Affinity affinity) {
    var wire = dev.causeway.proto.v1.Affinity.newBuilder().setCookie(affinity.cookie());
    SameSite sameSite = affinity.sameSite();
    if (sameSite != null) {
      wire.setSameSite(WireEnums.sameSite(sameSite));
    }
    return wire.build();
  }

  static Affinity affinity(dev.causeway.proto.v1.Affinity wire)
      throws UndecodableResourceException {
    return new Affinity(
        wire.getCookie(), wire.hasSameSite() ? WireEnums.sameSite(wire.getSameSite()) : null);
  }
}
