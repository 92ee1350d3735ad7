package dev.causeway.routing.compile;

import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.pem.ServingCertificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Chooses the certificates of a virtual host. */
final class Certificates {
  private Certificates() {}

  static Certificate of(String shard, ServingCertificate.Usable usable) {
    return new Certificate(
        shard, usable.name(), usable.chain(), usable.algorithm(), usable.privateKey());
  }

  /**
   * Returns the certificates for one SNI name: of each key algorithm the one of the Route that
   * sorts last by {@code namespace:name} (TLS-009), EC before RSA (TLS-010).
   */
  static List<Certificate> select(Collection<Assessment.Served> routes) {
    List<Assessment.Served> sorted = new ArrayList<>(routes);
    sorted.sort(
        Comparator.comparing(
            served -> served.rule().route().namespace() + ":" + served.rule().route().name()));
    List<Certificate> selected = new ArrayList<>();
    for (KeyAlgorithm algorithm : List.of(KeyAlgorithm.EC, KeyAlgorithm.RSA)) {
      for (Assessment.Served served : sorted.reversed()) {
        Certificate certificate = served.certificate();
        if (certificate != null && certificate.algorithm() == algorithm) {
          selected.add(certificate);
          break;
        }
      }
    }
    return selected;
  }
}
