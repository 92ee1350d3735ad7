package dev.causeway.snapctl.stream;

import dev.causeway.proto.v1.EndpointUpdate;
import dev.causeway.proto.v1.Resource;
import dev.causeway.proto.v1.ResourceName;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.SequencedResource;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.TransactionPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one router has been given, by the messages on its wire; finds what was sent although the
 * router had it. A version counts as held once the router has answered for it, and as unknown when
 * the stream broke in between.
 */
final class DeliveryLedger implements StreamTap.Listener {
  private final Map<ResourceName, Object> held = new HashMap<>();
  private final Map<ResourceName, @Nullable Object> staged = new HashMap<>();
  private final Map<ResourceName, @Nullable Object> updated = new HashMap<>();
  private final List<String> needless = new ArrayList<>();
  private long sent;
  private long streams;
  private long nonce;
  private long sequence;

  @Override
  public synchronized void opened() {
    streams++;
    staged.keySet().forEach(held::remove);
    updated.keySet().forEach(held::remove);
    staged.clear();
    updated.clear();
  }

  @Override
  public synchronized void fromControlPlane(ServerMessage message) {
    if (message.hasTransaction()) {
      TransactionPart part = message.getTransaction();
      nonce = part.getNonce();
      part.getResourcesList().forEach(resource -> sent(resource, staged));
      part.getEndpointsList().stream()
          .map(SequencedResource::getResource)
          .forEach(resource -> sent(resource, staged));
      part.getRemovedList().forEach(name -> staged.put(name, null));
    } else if (message.hasEndpoints()) {
      EndpointUpdate update = message.getEndpoints();
      sequence = update.getSequence();
      update.getSetsList().forEach(resource -> sent(resource, updated));
      update.getRemovedList().forEach(name -> updated.put(name, null));
    }
  }

  private void sent(Resource resource, Map<ResourceName, @Nullable Object> into) {
    sent++;
    if (resource.getHash().equals(held.get(resource.getId()))) {
      needless.add(resource.getId().getKind() + " " + resource.getId().getName());
    }
    into.put(resource.getId(), resource.getHash());
  }

  @Override
  public synchronized void fromRouter(RouterMessage message) {
    if (message.hasResult() && message.getResult().getNonce() == nonce) {
      settle(staged);
    } else if (message.hasEndpointAck() && message.getEndpointAck().getSequence() == sequence) {
      settle(updated);
    }
  }

  private void settle(Map<ResourceName, @Nullable Object> delivered) {
    delivered.forEach(
        (name, hash) -> {
          if (hash == null) {
            held.remove(name);
          } else {
            held.put(name, Objects.requireNonNull(hash));
          }
        });
    delivered.clear();
  }

  /** Returns what was sent although the router had it. */
  synchronized List<String> needless() {
    return List.copyOf(needless);
  }

  /** Returns how many resources were sent. */
  synchronized long sent() {
    return sent;
  }

  /** Returns how many streams were opened. */
  synchronized long streams() {
    return streams;
  }
}
