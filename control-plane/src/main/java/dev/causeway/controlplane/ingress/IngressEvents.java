package dev.causeway.controlplane.ingress;

import dev.causeway.controlplane.leader.Leadership;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on Ingresses, for {@code kubectl describe}; needs {@code create}. The same Event has the
 * same name whoever writes it, so that a successor finds it written. Events are a courtesy: what
 * cannot be written is dropped. Thread-safe.
 */
final class IngressEvents {
  private static final Logger LOG = LoggerFactory.getLogger(IngressEvents.class);
  private static final int MESSAGE = 1024;

  /** Longest name of an object, less a dot and 16 digits. */
  private static final int NAME = 253 - 17;

  private final KubernetesClient client;
  private final Leadership leadership;
  private final String replica;
  private final Clock clock;
  private final Map<IngressKey, Map<String, String>> told = new ConcurrentHashMap<>();
  private volatile boolean usable = true;

  IngressEvents(KubernetesClient client, Leadership leadership, String replica, Clock clock) {
    this.client = client;
    this.leadership = leadership;
    this.replica = replica;
    this.clock = clock;
  }

  /**
   * Tells an Event, unless it is what was told of this Ingress under that reason last.
   *
   * @param type {@code Normal} or {@code Warning}
   */
  void tell(Ingress ingress, String type, String reason, String message) {
    String text = message.length() <= MESSAGE ? message : message.substring(0, MESSAGE - 1) + "…";
    Map<String, String> before =
        told.computeIfAbsent(IngressKey.of(ingress), _ -> new ConcurrentHashMap<>());
    if (!text.equals(before.put(reason, text)) && leadership.leads()) {
      write(ingress, type, reason, text);
    }
  }

  /** Forgets what was told under a reason: should it come back, it is new. */
  void over(IngressKey key, String reason) {
    Map<String, String> before = told.get(key);
    if (before != null) {
      before.remove(reason);
    }
  }

  /** Forgets an Ingress. */
  void forget(IngressKey key) {
    told.remove(key);
  }

  private void write(Ingress ingress, String type, String reason, String message) {
    String now =
        DateTimeFormatter.ISO_INSTANT.format(clock.instant().truncatedTo(ChronoUnit.SECONDS));
    String name = ingress.getMetadata().getName();
    String uid = String.valueOf(ingress.getMetadata().getUid());
    UUID digest =
        UUID.nameUUIDFromBytes(
            (uid + '\n' + reason + '\n' + message).getBytes(StandardCharsets.UTF_8));
    try {
      client
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withNamespace(IngressKey.namespace(ingress))
                  .withName(
                      name.substring(0, Math.min(name.length(), NAME))
                          + "."
                          + "%016x".formatted(digest.getMostSignificantBits()))
                  .endMetadata()
                  .withNewInvolvedObject()
                  .withApiVersion("networking.k8s.io/v1")
                  .withKind("Ingress")
                  .withNamespace(IngressKey.namespace(ingress))
                  .withName(name)
                  .withUid(uid)
                  .endInvolvedObject()
                  .withType(type)
                  .withReason(reason)
                  .withMessage(message)
                  .withCount(1)
                  .withFirstTimestamp(now)
                  .withLastTimestamp(now)
                  .withNewSource()
                  .withComponent("causeway")
                  .endSource()
                  .withReportingComponent("causeway")
                  .withReportingInstance(replica)
                  .build())
          .create();
      usable = true;
    } catch (KubernetesClientException e) {
      // Where it is told already, by this process before or by its predecessor, it stays.
      if (e.getCode() != 409 && usable) {
        usable = false;
        LOG.warn(
            "Events cannot be written and are dropped; nothing else is affected: {}",
            IngressFailure.sentence(e));
      }
    }
  }
}
