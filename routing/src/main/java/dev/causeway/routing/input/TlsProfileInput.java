package dev.causeway.routing.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.tlsSecurityProfile} of an IngressController as written.
 *
 * @param type {@code Old}, {@code Intermediate}, {@code Modern} or {@code Custom}; empty where
 *     absent
 * @param custom the custom part, or null where absent
 */
public record TlsProfileInput(String type, @Nullable Custom custom) {
  /** No profile at all. */
  public static final TlsProfileInput NONE = new TlsProfileInput("", null);

  /**
   * A profile of one's own.
   *
   * @param ciphers names as OpenSSL spells them, of all versions
   * @param minimumVersion {@code VersionTLS10} to {@code VersionTLS13}, empty where absent
   * @param groups groups for the key exchange; empty for the default ones
   */
  public record Custom(List<String> ciphers, String minimumVersion, List<String> groups) {
    /** Copies the lists. */
    public Custom {
      ciphers = List.copyOf(ciphers);
      groups = List.copyOf(groups);
    }
  }
}
