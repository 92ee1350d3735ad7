package dev.causeway.routing.pem;

import dev.causeway.routing.model.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What authorities of client certificates say about revocation (TLS-057). */
public final class ClientAuthorities {
  private static final String DISTRIBUTION_POINTS = "2.5.29.31";
  private static final int CONSTRUCTED = 0x20;

  /** Deepest nesting looked into; a distribution point's name is at depth 5. */
  private static final int DEEPEST = 16;

  /** Context tag of {@code uniformResourceIdentifier} (RFC 5280, 4.2.1.6). */
  private static final int URI = 0x86;

  private ClientAuthorities() {}

  /** Returns the http URLs of distribution points that {@code certificates}, in DER, name. */
  public static Set<String> distributionPoints(List<Bytes> certificates) {
    Set<String> urls = new TreeSet<>();
    for (Bytes each : certificates) {
      try {
        X509Certificate certificate =
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(each.toArray()));
        byte[] extension = certificate.getExtensionValue(DISTRIBUTION_POINTS);
        if (extension != null) {
          // The value is an octet string around the extension.
          int header = header(extension, 0);
          uris(extension, header, extension.length, urls, 0);
        }
      } catch (CertificateException e) {
        // Was read before; a certificate without readable extension names nothing.
      }
    }
    return urls;
  }

  private static void uris(byte[] der, int from, int end, Set<String> urls, int depth) {
    int at = from;
    while (at + 2 <= end) {
      int start = header(der, at);
      int length = length(der, at);
      if (start < 0 || length < 0 || start + length > end) {
        return;
      }
      int tag = der[at] & 0xff;
      if (tag == URI) {
        String url = new String(der, start, length, StandardCharsets.US_ASCII);
        if (url.regionMatches(true, 0, "http://", 0, 7)) {
          urls.add(url);
        }
      } else if ((tag & CONSTRUCTED) != 0 && depth < DEEPEST) {
        uris(der, start, start + length, urls, depth + 1);
      }
      at = start + length;
    }
  }

  /** Returns where the content of the element at {@code at} begins, or -1. */
  private static int header(byte[] der, int at) {
    if (at + 2 > der.length) {
      return -1;
    }
    int first = der[at + 1] & 0xff;
    return first < 0x80 ? at + 2 : first <= 0x83 ? at + 2 + (first - 0x80) : -1;
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < first - 0x80; i++) {
      if (at + 2 + i >= der.length) {
        return -1;
      }
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  /** Returns the name of a bundle of these contents. */
  public static String name(List<Bytes> certificates, List<Bytes> lists, boolean checked) {
    List<Bytes> all = new ArrayList<>(certificates);
    all.addAll(lists);
    return ContentName.of(all, "client " + certificates.size() + " " + checked);
  }
}
