package dev.causeway.benchmarks.attack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What testssl.sh says of a router under each TLS security profile of its IngressController. */
final class TlsProfiles {
  static final String PROGRAM = "testssl";

  private static final Pattern ENTRY =
      Pattern.compile(
          "\"id\"\\s*:\\s*\"([^\"]*)\"[^}]*?\"severity\"\\s*:\\s*\"([^\"]*)\"[^}]*?\"finding\"\\s*:"
              + "\\s*\"([^\"]*)\"");
  private static final List<String> BAD = List.of("LOW", "MEDIUM", "HIGH", "CRITICAL");
  private static final List<String> PROTOCOLS =
      List.of("SSLv2", "SSLv3", "TLS1", "TLS1_1", "TLS1_2", "TLS1_3");
  private static final int LONGEST = 60;

  /** What is so of the run's own certificate and of a Route without annotations. */
  private static final Pattern OF_THE_RUN =
      Pattern.compile("cert_.*|DNS_CAArecord|HSTS|security_headers");

  private TlsProfiles() {}

  /**
   * The verdict on a profile.
   *
   * @param profile its name
   * @param protocols the protocols that are offered
   * @param findings what is rated LOW or worse and not of the run's own making
   */
  record Verdict(String profile, List<String> protocols, List<String> findings) {
    /** Copies the lists. */
    Verdict {
      protocols = List.copyOf(protocols);
      findings = List.copyOf(findings);
    }
  }

  /** Makes an IngressController of a profile take effect. */
  interface Activation {
    /** Returns when the router uses it. */
    void activate(String profile) throws IOException, InterruptedException;
  }

  /** Returns the profiles and what stands for each under {@code tlsSecurityProfile}. */
  static Map<String, String> profiles() {
    Map<String, String> profiles = new LinkedHashMap<>();
    profiles.put("Old", "type: Old\n    old: {}");
    profiles.put("Intermediate", "type: Intermediate\n    intermediate: {}");
    profiles.put("Modern", "type: Modern\n    modern: {}");
    profiles.put(
        "Custom (TLS 1.2, one cipher)",
        "type: Custom\n    custom:\n      minTLSVersion: VersionTLS12\n      ciphers:\n"
            + "        - ECDHE-ECDSA-AES128-GCM-SHA256");
    return profiles;
  }

  /** Runs testssl.sh for every profile. */
  static List<Verdict> run(Target target, Path folder, Activation activation, PrintStream out)
      throws IOException, InterruptedException {
    List<Verdict> verdicts = new ArrayList<>();
    for (Map.Entry<String, String> profile : profiles().entrySet()) {
      activation.activate(profile.getValue());
      out.println("attack: testssl.sh, profile " + profile.getKey());
      Path result = folder.resolve("testssl-" + verdicts.size() + ".json");
      Process process =
          new ProcessBuilder(
                  PROGRAM,
                  "--quiet",
                  "--warnings",
                  "off",
                  "--color",
                  "0",
                  "--ip",
                  "127.0.0.1",
                  "--jsonfile",
                  result.toString(),
                  Target.BYSTANDER + ":" + target.httpsPort())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("testssl-" + verdicts.size() + ".log").toFile())
              .start();
      process.getOutputStream().close();
      process.waitFor();
      verdicts.add(verdict(profile.getKey(), Files.readString(result)));
    }
    return verdicts;
  }

  static Verdict verdict(String profile, String json) {
    List<String> protocols = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    Matcher entry = ENTRY.matcher(json);
    while (entry.find()) {
      String id = entry.group(1);
      String finding = entry.group(3);
      if (PROTOCOLS.contains(id) && finding.startsWith("offered")) {
        protocols.add(id.replace("TLS1_", "TLS 1.").replace("TLS1", "TLS 1.0"));
      }
      if (BAD.contains(entry.group(2)) && !OF_THE_RUN.matcher(id).matches()) {
        String shown = finding.length() > LONGEST ? finding.substring(0, LONGEST) : finding;
        findings.add(entry.group(2) + " " + id + ": " + shown.replace('|', '/'));
      }
    }
    return new Verdict(profile, protocols, findings);
  }
}
