package dev.causeway.manifests.ingress;

import static dev.causeway.manifests.ingress.IngressFields.nonNull;
import static dev.causeway.manifests.ingress.IngressFields.text;

import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.model.KeyMaterial;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.openshift.api.model.TLSConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The TLS block of Routes that stand for an Ingress (IN-016 to IN-023). */
final class IngressTlsRules {
  private static final String TERMINATION = "route.openshift.io/termination";
  private static final String DESTINATION_CA =
      "route.openshift.io/destination-ca-certificate-secret";
  private static final Set<String> TERMINATIONS = Set.of("edge", "passthrough", "reencrypt");
  private static final String CERTIFICATE_KEY = "tls.crt";
  private static final String PRIVATE_KEY_KEY = "tls.key";

  private final Ingress ingress;
  private final String namespace;
  private final IngressReferences references;

  IngressTlsRules(Ingress ingress, String namespace, IngressReferences references) {
    this.ingress = ingress;
    this.namespace = namespace;
    this.references = references;
  }

  /**
   * What TLS a rule gets.
   *
   * @param tls the block, or null for none
   * @param problem what is wrong with the Secret, or null; then there is no Route
   * @param field the field at fault where there is a problem
   */
  record Outcome(@Nullable TLSConfig tls, @Nullable String problem, String field) {
    private static Outcome of(@Nullable TLSConfig tls) {
      return new Outcome(tls, null, "");
    }
  }

  /**
   * Returns the TLS of the rules with a host.
   *
   * @param ruleHost host as the rule gives it; a wildcard is compared literally (IN-021)
   */
  Outcome of(String ruleHost) {
    List<IngressTLS> entries = IngressFields.tls(ingress);
    SecretInput secret = null;
    for (int i = 0; i < entries.size(); i++) {
      if (nonNull(entries.get(i).getHosts()).contains(ruleHost)) {
        String field = "spec.tls[" + i + "].secretName";
        String name = text(entries.get(i).getSecretName());
        if (name.isEmpty()) {
          // IN-020: not even passthrough, which needs no certificate, is served then.
          return new Outcome(
              null,
              "is empty; name a Secret, or for the default certificate leave the host out and add"
                  + " the entry {}",
              field);
        }
        secret = references.secret(namespace, name);
        String problem = problemOf(name, secret);
        if (problem != null) {
          return new Outcome(null, problem, field);
        }
        break;
      }
    }
    String annotated = text(IngressFields.annotation(ingress, TERMINATION));
    boolean given = TERMINATIONS.contains(annotated);
    if (!given && secret == null && entries.stream().noneMatch(IngressTlsRules::isEmpty)) {
      return Outcome.of(null);
    }
    TLSConfig tls = new TLSConfig();
    tls.setTermination(given ? annotated : "edge");
    tls.setInsecureEdgeTerminationPolicy("Redirect");
    if (secret != null && !"passthrough".equals(annotated)) {
      tls.setCertificate(value(secret, CERTIFICATE_KEY));
      tls.setKey(value(secret, PRIVATE_KEY_KEY));
    }
    if ("reencrypt".equals(annotated)) {
      tls.setDestinationCACertificate(destinationCa());
    }
    return Outcome.of(tls);
  }

  static @Nullable String destinationCaSecret(Ingress ingress) {
    return IngressFields.annotation(ingress, DESTINATION_CA);
  }

  private static @Nullable String problemOf(String name, @Nullable SecretInput secret) {
    String problem;
    if (secret == null) {
      problem = "does not exist";
    } else if (!secret.type().equals("kubernetes.io/tls")) {
      problem = "has type " + secret.type() + ", not kubernetes.io/tls";
    } else if (!secret.data().containsKey(CERTIFICATE_KEY)) {
      problem = "lacks " + CERTIFICATE_KEY;
    } else if (!secret.data().containsKey(PRIVATE_KEY_KEY)) {
      problem = "lacks " + PRIVATE_KEY_KEY;
    } else {
      return null;
    }
    return "Secret " + name + " " + problem;
  }

  /** Unreadable or without certificate: the field stays empty (IN-023). */
  private @Nullable String destinationCa() {
    String name = text(IngressFields.annotation(ingress, DESTINATION_CA));
    SecretInput secret = name.isEmpty() ? null : references.secret(namespace, name);
    return secret != null
            && Set.of("kubernetes.io/tls", "Opaque").contains(secret.type())
            && secret.data().containsKey(CERTIFICATE_KEY)
        ? value(secret, CERTIFICATE_KEY)
        : null;
  }

  private static String value(SecretInput secret, String key) {
    KeyMaterial material = secret.data().get(key);
    return material == null ? "" : new String(material.reveal(), StandardCharsets.UTF_8);
  }

  private static boolean isEmpty(IngressTLS entry) {
    return nonNull(entry.getHosts()).isEmpty() && text(entry.getSecretName()).isEmpty();
  }
}
