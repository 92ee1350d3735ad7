package dev.causeway.routing.model;

import java.util.List;

/**
 * What is negotiated with TLS clients of a shard (TLS-039 to TLS-047); already reduced to what the
 * provider can do.
 *
 * @param minimum lowest version; there is no highest (TLS-047)
 * @param suites IANA names of cipher suites in the server's order of preference
 * @param groups names of groups for the key exchange, in order of preference
 * @param platform whether the platform's TLS serves the shard, because BoringSSL cannot
 */
public record TlsProfile(
    TlsVersion minimum, List<String> suites, List<String> groups, boolean platform) {
  /** The profile of shards that name none (TLS-039, TLS-041, TLS-045). */
  public static final TlsProfile INTERMEDIATE =
      new TlsProfile(
          TlsVersion.TLS_1_2,
          List.of(
              "TLS_AES_128_GCM_SHA256",
              "TLS_AES_256_GCM_SHA384",
              "TLS_CHACHA20_POLY1305_SHA256",
              "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
              "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
              "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
              "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
              "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
              "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
          List.of("X25519MLKEM768", "X25519", "secp256r1", "secp384r1"),
          false);

  /** Copies the lists. */
  public TlsProfile {
    suites = List.copyOf(suites);
    groups = List.copyOf(groups);
  }
}
