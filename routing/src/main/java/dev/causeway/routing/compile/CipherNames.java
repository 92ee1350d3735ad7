package dev.causeway.routing.compile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cipher suites by OpenSSL's names, and who can speak them. */
final class CipherNames {
  /** Suites of TLS 1.3, which have one name everywhere. */
  static final List<String> TLS_1_3 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** Suites of OpenSSL's that BoringSSL has too; of each the rest of the IANA name. */
  private static final Map<String, String> BOTH =
      Map.ofEntries(
          Map.entry("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
          Map.entry("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
          Map.entry("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
          Map.entry("ECDHE-RSA-AES256-GCM-SHA384", "ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
          Map.entry("ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
          Map.entry("ECDHE-RSA-CHACHA20-POLY1305", "ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
          Map.entry("ECDHE-ECDSA-AES128-SHA", "ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
          Map.entry("ECDHE-RSA-AES128-SHA", "ECDHE_RSA_WITH_AES_128_CBC_SHA"),
          Map.entry("ECDHE-ECDSA-AES256-SHA", "ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
          Map.entry("ECDHE-RSA-AES256-SHA", "ECDHE_RSA_WITH_AES_256_CBC_SHA"));

  /** Suites without forward secrecy; the platform has switched them off for the whole process. */
  private static final Map<String, String> BORINGSSL_ONLY =
      Map.of(
          "AES128-GCM-SHA256", "RSA_WITH_AES_128_GCM_SHA256",
          "AES256-GCM-SHA384", "RSA_WITH_AES_256_GCM_SHA384",
          "AES128-SHA", "RSA_WITH_AES_128_CBC_SHA",
          "AES256-SHA", "RSA_WITH_AES_256_CBC_SHA");

  private static final Map<String, String> PLATFORM_ONLY =
      Map.ofEntries(
          Map.entry("ECDHE-ECDSA-AES128-SHA256", "ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
          Map.entry("ECDHE-RSA-AES128-SHA256", "ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
          Map.entry("ECDHE-ECDSA-AES256-SHA384", "ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"),
          Map.entry("ECDHE-RSA-AES256-SHA384", "ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
          Map.entry("DHE-RSA-AES128-GCM-SHA256", "DHE_RSA_WITH_AES_128_GCM_SHA256"),
          Map.entry("DHE-RSA-AES256-GCM-SHA384", "DHE_RSA_WITH_AES_256_GCM_SHA384"),
          Map.entry("DHE-RSA-CHACHA20-POLY1305", "DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
          Map.entry("DHE-RSA-AES128-SHA256", "DHE_RSA_WITH_AES_128_CBC_SHA256"),
          Map.entry("DHE-RSA-AES256-SHA256", "DHE_RSA_WITH_AES_256_CBC_SHA256"));

  /** Groups that both providers name alike, in order of preference. */
  static final List<String> GROUPS =
      List.of("X25519MLKEM768", "X25519", "secp256r1", "secp384r1", "secp521r1");

  private CipherNames() {}

  /** Returns the IANA name of a suite as a provider has it, or null if it has not. */
  static @Nullable String iana(String openssl, boolean platform) {
    if (TLS_1_3.contains(openssl)) {
      return openssl;
    }
    Map<String, String> own = platform ? PLATFORM_ONLY : BORINGSSL_ONLY;
    String rest = BOTH.getOrDefault(openssl, own.get(openssl));
    return rest == null ? null : "TLS_" + rest;
  }
}
