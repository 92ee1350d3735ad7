package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.pem.InvalidPemException;
import dev.causeway.routing.pem.TrustAnchors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Authorities that sign certificates of Services: what backends of reencrypt Routes are verified
 * against that name no CA of their own (TLS-034).
 *
 * @param configMap the ConfigMap they stand in, or null where none is configured
 * @param bundle the authorities, or null where there are none
 * @param notices remarks about the ConfigMap
 */
record ServiceAuthorities(
    @Nullable ObjectKey configMap, @Nullable TrustBundle bundle, List<Notice> notices) {
  static final ServiceAuthorities NONE = new ServiceAuthorities(null, null, List.of());

  private static final String FIELD = "data[" + ConfigMapInput.SERVICE_CA + "]";

  /**
   * Reads the ConfigMap. One that is not there is none; one that is there and cannot be used leaves
   * {@code before} in force, since a typing error must not end what was verified.
   */
  static ServiceAuthorities of(
      CompileOptions options, InputStore store, ServiceAuthorities before) {
    ObjectKey key = options.serviceCa();
    ConfigMapInput map = key == null ? null : store.configMap(key);
    if (map == null) {
      return new ServiceAuthorities(key, null, List.of());
    }
    String pem = map.data().get(ConfigMapInput.SERVICE_CA);
    if (pem == null) {
      return unusable(map, "is missing", before);
    }
    try {
      TrustAnchors anchors = TrustAnchors.read(pem);
      return new ServiceAuthorities(
          key, new TrustBundle(options.shard(), anchors.name(), anchors.certificates()), List.of());
    } catch (InvalidPemException e) {
      return unusable(map, String.valueOf(e.getMessage()), before);
    }
  }

  private static ServiceAuthorities unusable(
      ConfigMapInput map, String what, ServiceAuthorities before) {
    return new ServiceAuthorities(
        map.key(),
        before.bundle,
        List.of(
            Notice.about(
                map,
                FIELD,
                what
                    + (before.bundle == null
                        ? "; until it holds certificates in PEM, backends of reencrypt Routes"
                            + " without destinationCACertificate are NOT verified"
                        : "; the certificates that stood there before stay in force, but a control"
                            + " plane that starts now has none: write certificates in PEM"))));
  }

  /** Returns whether Routes come to the same with {@code other}. */
  boolean verifiesLike(ServiceAuthorities other) {
    TrustBundle others = other.bundle;
    return bundle == null ? others == null : bundle.equals(others);
  }

  /** Returns why there are no authorities, and what would bring some, for people. */
  String remedy() {
    return configMap == null
        ? "set it to the CA of the backend's certificate"
        : "set it to the CA of the backend's certificate, or put the CA of the cluster's Services"
            + " into "
            + ConfigMapInput.SERVICE_CA
            + " of "
            + configMap;
  }
}
