package dev.causeway.manifests.ingress;

import static dev.causeway.manifests.ingress.IngressFields.text;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names of Routes that stand for Ingresses: they look like those of OKD's controller (IN-007), but
 * the five characters at the end follow from what the Route is for. Two writers that know the same
 * Ingress thus name a Route alike, and the API server lets one of them create it.
 */
public final class RouteNames {
  private static final int MAX_BASE = 58;
  private static final int SUFFIX = 5;

  /** What Kubernetes uses: no vowels, no look-alikes. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private RouteNames() {}

  /**
   * Returns a name of at most 63 characters.
   *
   * @param ingress the Ingress; one without UID, in a folder, is known by its name alone
   * @param host host of the Route
   * @param path path of the Route
   * @param attempt 0, or how many names of this Route turned out to be taken
   */
  public static String of(Ingress ingress, String host, String path, int attempt) {
    String name = text(ingress.getMetadata().getName());
    String base = name + "-";
    String uid = text(ingress.getMetadata().getUid());
    return base.substring(0, Math.min(base.length(), MAX_BASE))
        + suffix(String.join("\n", name, uid, host, path, String.valueOf(attempt)));
  }

  private static String suffix(String of) {
    ByteBuffer digest;
    try {
      digest =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    StringBuilder suffix = new StringBuilder(SUFFIX);
    for (int i = 0; i < SUFFIX; i++) {
      // 16 bits each, so that every character is as likely as the others.
      int bits = digest.getChar();
      suffix.append(ALPHABET.charAt(bits % ALPHABET.length()));
    }
    return suffix.toString();
  }
}
