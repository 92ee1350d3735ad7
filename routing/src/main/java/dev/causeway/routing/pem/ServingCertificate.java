package dev.causeway.routing.pem;

import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a serving certificate (RT-081 to RT-085). */
public final class ServingCertificate {
  private ServingCertificate() {}

  /** What reading ended in. */
  public sealed interface Result {}

  /**
   * A certificate that can be served.
   *
   * @param name lower-case hex SHA-256 over the chain and the key's fingerprint
   * @param chain DER certificates of {@code certificate}, then of {@code caCertificate} (TLS-011)
   * @param algorithm algorithm of the key
   * @param privateKey PKCS#8 DER
   */
  public record Usable(
      String name, List<Bytes> chain, KeyAlgorithm algorithm, KeyMaterial privateKey)
      implements Result {
    /** Copies the chain. */
    public Usable {
      chain = List.copyOf(chain);
    }
  }

  /**
   * Fields that cannot be used.
   *
   * @param problems everything found, never empty
   */
  public record Broken(List<Problem> problems) implements Result {
    /** Copies the list. */
    public Broken {
      problems = List.copyOf(problems);
    }
  }

  /** There is no certificate; key and CA certificate, where there are any, are well formed. */
  public record Absent() implements Result {}

  /**
   * One problem.
   *
   * @param field field at fault
   * @param message rest of a sentence whose subject is the field
   */
  public record Problem(PemField field, String message) {}

  /** Reads {@code fields}. */
  public static Result read(PemFields fields) {
    return new Reading(fields).result();
  }

  private static final class Reading {
    private final PemFields fields;
    private final List<Problem> problems = new ArrayList<>();

    Reading(PemFields fields) {
      this.fields = fields;
    }

    Result result() {
      List<PemBlock> blocks = blocks(PemField.CERTIFICATE, fields.certificate());
      List<PemBlock> keys = blocks(PemField.KEY, fields.key());
      List<X509Certificate> authorities = authorities();
      List<X509Certificate> chain = certificates(blocks);
      PemBlock key = key(blocks, keys, fields.certificate().isEmpty());
      if (problems.isEmpty() && fields.certificate().isEmpty()) {
        return new Absent();
      }
      Usable usable = problems.isEmpty() && key != null ? usable(chain, authorities, key) : null;
      return usable == null ? new Broken(problems) : usable;
    }

    private List<PemBlock> blocks(PemField field, KeyMaterial pem) {
      if (pem.isEmpty()) {
        return List.of();
      }
      try {
        return PemReader.read(pem);
      } catch (InvalidPemException e) {
        problems.add(new Problem(field, e.problem()));
        return List.of();
      }
    }

    private List<X509Certificate> authorities() {
      if (fields.caCertificate().isEmpty()) {
        return List.of();
      }
      try {
        return X509.parse(PemReader.read(fields.caCertificate()));
      } catch (InvalidPemException e) {
        problems.add(new Problem(PemField.CA_CERTIFICATE, e.problem()));
        return List.of();
      }
    }

    private List<X509Certificate> certificates(List<PemBlock> blocks) {
      List<PemBlock> certificates =
          blocks.stream().filter(block -> block.type() == PemType.CERTIFICATE).toList();
      if (certificates.isEmpty() && !blocks.isEmpty()) {
        problems.add(new Problem(PemField.CERTIFICATE, "holds a private key but no certificate"));
      }
      try {
        return X509.parse(certificates);
      } catch (InvalidPemException e) {
        problems.add(new Problem(PemField.CERTIFICATE, e.problem()));
        return List.of();
      }
    }

    private @Nullable PemBlock key(List<PemBlock> blocks, List<PemBlock> keys, boolean absent) {
      if (keys.stream().anyMatch(block -> !block.type().isKey())) {
        problems.add(new Problem(PemField.KEY, "may hold a private key only"));
        return null;
      }
      // A key inside the certificate wins over the separate field (TLS-014).
      List<PemBlock> inside = blocks.stream().filter(block -> block.type().isKey()).toList();
      List<PemBlock> candidates = inside.isEmpty() ? keys : inside;
      if (candidates.size() > 1) {
        problems.add(
            new Problem(
                inside.isEmpty() ? PemField.KEY : PemField.CERTIFICATE,
                "holds more than one private key"));
        return null;
      }
      if (candidates.isEmpty()) {
        if (!absent && problems.isEmpty()) {
          problems.add(
              new Problem(
                  PemField.KEY, "is empty, but the certificate needs its private key here"));
        }
        return null;
      }
      return candidates.getFirst();
    }

    private @Nullable Usable usable(
        List<X509Certificate> own, List<X509Certificate> authorities, PemBlock key) {
      X509Certificate leaf = own.getFirst();
      try {
        KeyAlgorithm algorithm = algorithm(leaf);
        if (algorithm == null) {
          return null;
        }
        KeyMaterial pkcs8 = PrivateKeys.pkcs8(key, leaf.getPublicKey());
        if (!authorities.isEmpty() && !X509.chainsTo(leaf, own, authorities)) {
          problems.add(
              new Problem(
                  PemField.CA_CERTIFICATE, "does not contain the issuer of the certificate"));
          return null;
        }
        List<X509Certificate> all = new ArrayList<>(own);
        all.addAll(authorities);
        List<Bytes> chain = X509.encoded(all);
        return new Usable(ContentName.of(chain, pkcs8.fingerprint()), chain, algorithm, pkcs8);
      } catch (InvalidPemException e) {
        problems.add(new Problem(PemField.KEY, e.problem()));
        return null;
      }
    }

    private @Nullable KeyAlgorithm algorithm(X509Certificate leaf) {
      try {
        return PrivateKeys.algorithm(leaf.getPublicKey());
      } catch (InvalidPemException e) {
        problems.add(new Problem(PemField.CERTIFICATE, e.problem()));
        return null;
      }
    }
  }
}
