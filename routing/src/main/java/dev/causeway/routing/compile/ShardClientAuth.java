package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.input.ClientTlsInput;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.pem.ClientAuthorities;
import dev.causeway.routing.pem.InvalidPemException;
import dev.causeway.routing.pem.TrustAnchors;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * How a shard asks clients for certificates (TLS-049 to TLS-057). Whatever cannot be read lets
 * nobody in rather than everybody.
 *
 * @param auth what is asked for, or null for nothing
 * @param bundle the bundle that {@code auth} names, or null
 * @param notices remarks about the IngressController
 */
record ShardClientAuth(
    @Nullable ClientAuth auth, @Nullable TrustBundle bundle, List<Notice> notices) {
  private static final String FIELD = "spec.clientTLS";

  /** Returns the ConfigMap with the authorities, or null where none is named. */
  static @Nullable ObjectKey configMapOf(
      CompileOptions options, @Nullable IngressControllerInput controller) {
    return controller == null ? null : options.configMap(controller.clientTls().authority());
  }

  static ShardClientAuth of(
      CompileOptions options, @Nullable IngressControllerInput controller, InputStore store) {
    if (controller == null || controller.clientTls().policy().isEmpty()) {
      return new ShardClientAuth(null, null, List.of());
    }
    ClientTlsInput wanted = controller.clientTls();
    List<Notice> notices = new ArrayList<>();
    if (!wanted.policy().equals("Required") && !wanted.policy().equals("Optional")) {
      notices.add(
          notice(
              controller,
              ".clientCertificatePolicy",
              "is neither Required nor Optional; certificates are required"));
    }
    TrustBundle bundle = bundle(options, controller, store, notices);
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < wanted.subjectPatterns().size(); i++) {
      String pattern = wanted.subjectPatterns().get(i);
      try {
        patterns.add(Pattern.compile(pattern).pattern());
      } catch (PatternSyntaxException e) {
        patterns.add(ClientAuth.NOTHING);
        notices.add(
            notice(
                controller,
                ".allowedSubjectPatterns[" + i + "]",
                "is no regular expression and matches nobody: " + e.getDescription()));
      }
    }
    return new ShardClientAuth(
        new ClientAuth(
            !wanted.policy().equals("Optional"), bundle == null ? null : bundle.name(), patterns),
        bundle,
        notices);
  }

  private static @Nullable TrustBundle bundle(
      CompileOptions options,
      IngressControllerInput controller,
      InputStore store,
      List<Notice> notices) {
    ObjectKey key = configMapOf(options, controller);
    if (key == null) {
      notices.add(notice(controller, ".clientCA.name", "is empty, so no certificate is accepted"));
      return null;
    }
    ConfigMapInput map = store.configMap(key);
    String pem = map == null ? null : map.data().get(ConfigMapInput.CA_BUNDLE);
    if (pem == null) {
      notices.add(
          notice(
              controller,
              ".clientCA.name",
              key
                  + (map == null ? " does not exist" : " has no " + ConfigMapInput.CA_BUNDLE)
                  + "; until it is there, no certificate is accepted"));
      return null;
    }
    try {
      List<Bytes> certificates = TrustAnchors.read(pem).certificates();
      List<Bytes> lists = new ArrayList<>();
      List<String> missing = new ArrayList<>();
      var points = ClientAuthorities.distributionPoints(certificates);
      for (String url : points) {
        Bytes list = store.revocationList(url);
        if (list == null) {
          missing.add(url);
        } else {
          lists.add(list);
        }
      }
      if (!missing.isEmpty()) {
        notices.add(
            notice(
                controller,
                ".clientCA.name",
                "certificates fail until these lists of revoked ones can be fetched: "
                    + String.join(", ", missing)));
      }
      boolean checked = !points.isEmpty();
      return new TrustBundle(
          options.shard(),
          ClientAuthorities.name(certificates, lists, checked),
          certificates,
          checked,
          lists);
    } catch (InvalidPemException e) {
      notices.add(
          notice(
              controller,
              ".clientCA.name",
              ConfigMapInput.CA_BUNDLE
                  + " of "
                  + key
                  + " "
                  + e.getMessage()
                  + "; no certificate is accepted"));
      return null;
    }
  }

  private static Notice notice(IngressControllerInput controller, String field, String message) {
    return Notice.about(controller, FIELD + field, message);
  }
}
