package dev.causeway.routing.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How clients of a shard prove who they are (TLS-049 to TLS-057).
 *
 * @param required whether a handshake without a certificate fails; else it is merely asked for
 * @param trustBundle name of the {@link TrustBundle} that certificates must chain to; null trusts
 *     nobody, because what was meant cannot be read
 * @param subjectPatterns regular expressions of which one must be found in the subject, written as
 *     {@code /CN=app/OU=team}; empty lets every subject in
 */
public record ClientAuth(
    boolean required, @Nullable String trustBundle, List<String> subjectPatterns) {
  /** A pattern that is found nowhere. */
  public static final String NOTHING = "(?!)";

  /** Copies the list. */
  public ClientAuth {
    subjectPatterns = List.copyOf(subjectPatterns);
  }

  /** Returns what tells ways to authenticate apart; sessions begun under one end with it. */
  public String identity() {
    return (required ? "required " : "optional ") + trustBundle;
  }
}
