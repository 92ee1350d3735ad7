package dev.causeway.routing.compile;

import dev.causeway.routing.pem.PemFields;
import dev.causeway.routing.pem.ServingCertificate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers certificates already read: a wildcard certificate that thousands of Routes repeat is
 * parsed once. Bounded; what falls out is read again.
 */
final class PemCache {
  /** Distinct certificates worth keeping; each is a few kilobytes. */
  private static final int MOST = 1_024;

  private final Map<PemFields, ServingCertificate.Result> read =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<PemFields, ServingCertificate.Result> eldest) {
          return size() > MOST;
        }
      };

  ServingCertificate.Result read(PemFields fields) {
    if (fields.certificate().isEmpty() && fields.key().isEmpty()) {
      return ServingCertificate.read(fields);
    }
    ServingCertificate.Result known = read.get(fields);
    if (known == null) {
      known = ServingCertificate.read(fields);
      read.put(fields, known);
    }
    return known;
  }
}
