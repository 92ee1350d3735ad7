package dev.causeway.controlplane.status;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.input.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/**
 * A warning that {@code kubectl describe} shows below a Route.
 *
 * @param route the Route
 * @param uid UID of the Route
 * @param reason one of few words, for machines
 * @param message sentence for people, at most 1,024 characters
 */
record RouteEvent(ObjectKey route, String uid, String reason, String message) {
  private static final int MESSAGE = 1024;

  /** Longest name of an object, less a dot and 16 digits. */
  private static final int NAME = 253 - 17;

  /** An annotation has not the effect it asks for; the Route is served all the same. */
  static final String ANNOTATION = "AnnotationIgnored";

  /** Something else about a Route that is served is not as it should be. */
  static final String NOTICE = "RouteNotice";

  /** Another writer keeps changing our entry. */
  static final String CONTENTION = "StatusContention";

  RouteEvent {
    message = message.length() <= MESSAGE ? message : message.substring(0, MESSAGE - 1) + "…";
  }

  static RouteEvent rejected(String uid, Verdict verdict) {
    return new RouteEvent(
        verdict.route(),
        uid,
        Objects.requireNonNull(verdict.reason(), "a rejection has a reason").text(),
        "shard " + verdict.shard() + ": " + verdict.message());
  }

  static RouteEvent notice(String uid, Notice notice) {
    return new RouteEvent(
        notice.object(),
        uid,
        notice.field().startsWith("metadata.annotations") ? ANNOTATION : NOTICE,
        notice.field() + ": " + notice.message());
  }

  /** Returns the name of the object: the same for the same event, whoever writes it. */
  String name() {
    UUID digest =
        UUID.nameUUIDFromBytes(
            (uid + '\n' + reason + '\n' + message).getBytes(StandardCharsets.UTF_8));
    String name = route.name().length() <= NAME ? route.name() : route.name().substring(0, NAME);
    return name + "." + "%016x".formatted(digest.getMostSignificantBits());
  }
}
