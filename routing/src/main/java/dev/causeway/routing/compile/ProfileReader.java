package dev.causeway.routing.compile;

import dev.causeway.routing.input.TlsProfileInput;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a TLS security profile into what a provider can do (TLS-039 to TLS-046).
 *
 * @param profile the profile that holds
 * @param problem what is wrong with the profile as written, or what of it cannot be had; null for
 *     nothing
 */
record ProfileReader(TlsProfile profile, @Nullable String problem) {
  private static final Pattern NAME = Pattern.compile("!?[A-Za-z][A-Za-z0-9_+-]+");
  private static final Map<String, TlsVersion> VERSIONS =
      Map.of(
          "VersionTLS10", TlsVersion.TLS_1_0,
          "VersionTLS11", TlsVersion.TLS_1_1,
          "VersionTLS12", TlsVersion.TLS_1_2,
          "VersionTLS13", TlsVersion.TLS_1_3);

  private static final List<String> INTERMEDIATE =
      List.of(
          "ECDHE-ECDSA-AES128-GCM-SHA256",
          "ECDHE-RSA-AES128-GCM-SHA256",
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-RSA-AES256-GCM-SHA384",
          "ECDHE-ECDSA-CHACHA20-POLY1305",
          "ECDHE-RSA-CHACHA20-POLY1305");

  private static final List<String> OLD =
      List.of(
          "ECDHE-ECDSA-AES128-SHA256",
          "ECDHE-RSA-AES128-SHA256",
          "ECDHE-ECDSA-AES128-SHA",
          "ECDHE-RSA-AES128-SHA",
          "ECDHE-ECDSA-AES256-SHA384",
          "ECDHE-RSA-AES256-SHA384",
          "ECDHE-ECDSA-AES256-SHA",
          "ECDHE-RSA-AES256-SHA",
          "AES128-GCM-SHA256",
          "AES256-GCM-SHA384",
          "AES128-SHA256",
          "AES256-SHA256",
          "AES128-SHA",
          "AES256-SHA",
          "DES-CBC3-SHA");

  private static final List<String> NAMED_GROUPS = TlsProfile.INTERMEDIATE.groups();

  static ProfileReader read(TlsProfileInput input) {
    return switch (input.type()) {
      case "", "Intermediate" -> named(TlsVersion.TLS_1_2, INTERMEDIATE);
      case "Modern" -> named(TlsVersion.TLS_1_3, List.of());
      // TLS 1.0 is in the profile and not served by OKD either (TLS-042).
      case "Old" -> named(TlsVersion.TLS_1_1, concat(INTERMEDIATE, OLD));
      case "Custom" -> custom(input.custom());
      default -> refused("type is none of Old, Intermediate, Modern and Custom");
    };
  }

  private static ProfileReader named(TlsVersion minimum, List<String> older) {
    return of(minimum, CipherNames.TLS_1_3, older, NAMED_GROUPS, "");
  }

  private static ProfileReader refused(String why) {
    return new ProfileReader(
        TlsProfile.INTERMEDIATE,
        why + "; the profile Intermediate is used until that is corrected");
  }

  private static ProfileReader custom(TlsProfileInput.@Nullable Custom custom) {
    if (custom == null) {
      return refused("type is Custom and there is no custom part");
    }
    if (custom.ciphers().isEmpty()) {
      return refused("custom.ciphers is empty");
    }
    List<String> newest = new ArrayList<>();
    List<String> older = new ArrayList<>();
    for (String name : custom.ciphers()) {
      if (!NAME.matcher(name).matches()) {
        return refused("custom.ciphers has an entry that is no name of a cipher suite");
      }
      (name.startsWith("TLS_") ? newest : older).add(name);
    }
    TlsVersion minimum = VERSIONS.get(custom.minimumVersion());
    if (minimum == null) {
      return refused(
          "custom.minTLSVersion is none of VersionTLS10, VersionTLS11, VersionTLS12 and"
              + " VersionTLS13");
    }
    boolean only13 = minimum == TlsVersion.TLS_1_3;
    if (only13 && newest.isEmpty()) {
      return refused("custom.minTLSVersion is VersionTLS13 and no cipher is one of TLS 1.3");
    }
    if (!only13 && older.isEmpty()) {
      return refused("custom.minTLSVersion is below VersionTLS13 and all ciphers are of TLS 1.3");
    }
    List<String> groups = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    for (String group : custom.groups().isEmpty() ? CipherNames.GROUPS : custom.groups()) {
      (CipherNames.GROUPS.contains(group) ? groups : lost).add(group);
    }
    if (groups.isEmpty()) {
      return refused("none of the custom groups is known");
    }
    return of(minimum, newest, only13 ? List.of() : older, groups, missing("groups", lost));
  }

  private static ProfileReader of(
      TlsVersion minimum,
      List<String> newest,
      List<String> older,
      List<String> groups,
      String before) {
    // BoringSSL speaks all suites of TLS 1.3 or none, and no Diffie-Hellman without curves.
    boolean someOfNewest = !newest.isEmpty() && !newest.containsAll(CipherNames.TLS_1_3);
    boolean noneOfOlder = !older.isEmpty() && iana(older, false).isEmpty();
    boolean platform =
        (someOfNewest || noneOfOlder) && (older.isEmpty() || !iana(older, true).isEmpty());
    List<String> suites =
        new ArrayList<>(iana(newest.isEmpty() ? CipherNames.TLS_1_3 : newest, platform));
    suites.addAll(iana(older, platform));
    if (!older.isEmpty() && iana(older, platform).isEmpty()) {
      return refused("no cipher of custom.ciphers is one that routers can speak below TLS 1.3");
    }
    List<String> lost = new ArrayList<>();
    for (String name : concat(newest, older)) {
      if (!name.startsWith("!") && CipherNames.iana(name, platform) == null) {
        lost.add(name);
      }
    }
    StringBuilder remark = new StringBuilder(before);
    remark.append(missing("cipher suites", lost));
    TlsVersion lowest = minimum;
    if (platform) {
      remark.append(
          "the shard is served by the platform's TLS, which is slower and resumes sessions at one"
              + " router only; ");
      if (minimum.compareTo(TlsVersion.TLS_1_2) < 0) {
        lowest = TlsVersion.TLS_1_2;
        remark.append("it has no version below TLS 1.2; ");
      }
    }
    String text = remark.isEmpty() ? null : remark.substring(0, remark.length() - 2);
    return new ProfileReader(new TlsProfile(lowest, suites, groups, platform), text);
  }

  private static List<String> iana(List<String> names, boolean platform) {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      String iana = CipherNames.iana(name, platform);
      if (iana != null && !names.contains("!" + name)) {
        found.add(iana);
      }
    }
    return found;
  }

  private static String missing(String what, List<String> names) {
    return names.isEmpty()
        ? ""
        : "routers cannot speak these " + what + ": " + String.join(", ", names) + "; ";
  }

  private static List<String> concat(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
