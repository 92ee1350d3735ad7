package dev.causeway.controlplane.stream;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Who a peer is, by its client certificate.
 *
 * @param names DNS names among the subject alternative names; the common name where there are none
 */
public record PeerIdentity(List<String> names) {
  private static final int DNS_NAME = 2;
  private static final String ROUTER_PREFIX = "router.";
  private static final String ROUTER_SUFFIX = ".causeway";

  /** Copies the list. */
  public PeerIdentity {
    names = List.copyOf(names);
  }

  /** Reads the names of {@code certificate}; names that do not parse are left out. */
  public static PeerIdentity of(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(0).equals(DNS_NAME)) {
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      return new PeerIdentity(List.of());
    }
    // RFC 6125: the common name counts only where no DNS name is present.
    return new PeerIdentity(names.isEmpty() ? commonName(certificate) : names);
  }

  private static List<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .toList();
    } catch (InvalidNameException e) {
      return List.of();
    }
  }

  /** Returns the shard this peer may subscribe to, if its name is {@code router.SHARD.causeway}. */
  public Optional<String> allowedShard() {
    return names.stream()
        .filter(name -> name.startsWith(ROUTER_PREFIX) && name.endsWith(ROUTER_SUFFIX))
        .filter(name -> name.length() > ROUTER_PREFIX.length() + ROUTER_SUFFIX.length())
        .map(name -> name.substring(ROUTER_PREFIX.length(), name.length() - ROUTER_SUFFIX.length()))
        .findFirst();
  }

  /** Returns whether one of the names is {@code name}. */
  public boolean is(String name) {
    return names.contains(name);
  }

  @Override
  public String toString() {
    return names.isEmpty() ? "(no name)" : String.join(",", names);
  }
}
