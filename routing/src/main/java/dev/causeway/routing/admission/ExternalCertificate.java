package dev.causeway.routing.admission;

import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.TlsInput;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.pem.PemFields;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the Secret of {@code spec.tls.externalCertificate} (RT-049, RT-050). */
public sealed interface ExternalCertificate {
  /** Type that Secrets with certificates have. */
  String SECRET_TYPE = "kubernetes.io/tls";

  /** Field of the Route. */
  String FIELD = "spec.tls.externalCertificate";

  /** The Route names no Secret. */
  record Unused() implements ExternalCertificate {}

  /**
   * The Secret cannot be used.
   *
   * @param rejection why
   */
  record Unusable(Rejection rejection) implements ExternalCertificate {}

  /**
   * The Secret's content; not validated yet.
   *
   * @param fields certificate and key
   */
  record Found(PemFields fields) implements ExternalCertificate {}

  /** Returns the key of the Secret that {@code route} names, or null. */
  static @Nullable ObjectKey secretOf(RouteInput route) {
    TlsInput tls = route.tls();
    String name = tls == null ? null : tls.externalCertificate();
    return name == null ? null : new ObjectKey(InputKind.SECRET, route.key().namespace(), name);
  }

  /** Resolves the Secret of {@code route}. */
  static ExternalCertificate resolve(
      RouteInput route, Function<ObjectKey, @Nullable SecretInput> secrets) {
    ObjectKey key = secretOf(route);
    if (key == null) {
      return new Unused();
    }
    if (key.name().isEmpty()) {
      return unusable("names no Secret; set spec.tls.externalCertificate.name");
    }
    SecretInput secret = secrets.apply(key);
    if (secret == null) {
      return unusable(
          "Secret " + Quoted.of(key.name()) + " does not exist in the Route's namespace");
    }
    if (!secret.withheld().isEmpty()) {
      return unusable("Secret " + key.name() + " " + secret.withheld());
    }
    if (!secret.type().equals(SECRET_TYPE)) {
      return unusable(
          "Secret "
              + key.name()
              + " has type "
              + Quoted.of(secret.type())
              + "; it must be "
              + SECRET_TYPE);
    }
    KeyMaterial certificate = secret.data().get("tls.crt");
    KeyMaterial privateKey = secret.data().get("tls.key");
    if (certificate == null
        || certificate.isEmpty()
        || privateKey == null
        || privateKey.isEmpty()) {
      return unusable("Secret " + key.name() + " lacks tls.crt or tls.key; add both");
    }
    return new Found(new PemFields(certificate, privateKey, ""));
  }

  private static Unusable unusable(String message) {
    return new Unusable(
        new Rejection(
            Reason.EXTERNAL_CERTIFICATE_VALIDATION_FAILED, FIELD, FIELD + ": " + message));
  }
}
