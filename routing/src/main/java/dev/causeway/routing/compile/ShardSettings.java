package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.ShardPolicy;
import dev.causeway.routing.annotation.Defaults;
import dev.causeway.routing.annotation.RouteDefaults;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.pem.PemFields;
import dev.causeway.routing.pem.ServingCertificate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shard-wide settings and the shard's default certificate (TLS-014).
 *
 * @param settings the settings
 * @param routeDefaults what holds for Routes that say nothing
 * @param certificates certificates that {@code settings} name
 * @param clientAuthorities bundle that {@code settings} name, or null
 * @param notices remarks about the IngressController
 */
record ShardSettings(
    Settings settings,
    RouteDefaults routeDefaults,
    List<Certificate> certificates,
    @Nullable TrustBundle clientAuthorities,
    List<Notice> notices) {
  private static final KeyMaterial NONE = KeyMaterial.ofText("");

  static ShardSettings of(
      CompileOptions options,
      ShardPolicy policy,
      @Nullable IngressControllerInput controller,
      InputStore store,
      PemCache pems) {
    List<Notice> notices = new ArrayList<>();
    List<Certificate> certificates = new ArrayList<>();
    if (controller != null) {
      notices.addAll(ShardPolicy.notices(controller));
      ObjectKey key = secretOf(options, controller);
      if (key != null) {
        SecretInput secret = store.secret(key);
        switch (read(secret, pems)) {
          case ServingCertificate.Usable usable ->
              certificates.add(Certificates.of(options.shard(), usable));
          case ServingCertificate.Absent() ->
              notices.add(
                  notice(
                      controller,
                      key,
                      secret == null ? "does not exist" : "has no tls.crt and tls.key"));
          case ServingCertificate.Broken broken ->
              broken
                  .problems()
                  .forEach(problem -> notices.add(notice(controller, key, describe(problem))));
        }
      }
    }
    ShardClientAuth clients = ShardClientAuth.of(options, controller, store);
    notices.addAll(clients.notices());
    ControllerReader reader = new ControllerReader(controller, notices);
    Settings settings =
        new Settings(
            options.shard(),
            policy.domain(),
            certificates.stream().map(Certificate::name).toList(),
            reader.http2(options.http2()),
            reader.millis("connectTimeout", Defaults.CONNECT_TIMEOUT_MILLIS),
            reader.millis("clientTimeout", Defaults.CLIENT_TIMEOUT_MILLIS),
            Defaults.REQUEST_HEAD_TIMEOUT_MILLIS,
            reader.keepAliveMillis(),
            reader.millis("tlsInspectDelay", Defaults.INSPECT_DELAY_MILLIS),
            ShardPages.read(options, controller, store, notices),
            reader.tuning(),
            reader.headers(),
            new TlsSettings(reader.tlsProfile(), clients.auth()),
            reader.balancing(),
            ConnectionsReader.read(controller, notices),
            reader.accessLog());
    if (controller != null && secretOf(options, controller) == null) {
      notices.add(
          Notice.about(
              controller,
              "spec.defaultCertificate",
              "is not set, so routers serve a self-signed certificate where no Route has one of"
                  + " its own; name a Secret of namespace "
                  + options.operandNamespace()
                  + " with tls.crt and tls.key"));
    }
    return new ShardSettings(
        settings, reader.routeDefaults(), certificates, clients.bundle(), notices);
  }

  /** Returns the features that a router needs to serve HTTP of the shard. */
  List<String> requiredForHttp() {
    return settings.headers().actions().isEmpty() ? List.of() : List.of(Features.HEADER_ACTIONS);
  }

  /** Returns the features that a router needs beyond that to serve it over TLS. */
  List<String> requiredForTls() {
    List<String> features = new ArrayList<>();
    if (!settings.tls().profile().equals(TlsProfile.INTERMEDIATE)) {
      features.add(Features.TLS_PROFILE);
    }
    if (settings.tls().clientAuth() != null) {
      features.add(Features.CLIENT_CERTIFICATES);
    }
    return features;
  }

  /** Returns the key of the Secret with the default certificate, or null where none is named. */
  static @Nullable ObjectKey secretOf(
      CompileOptions options, @Nullable IngressControllerInput controller) {
    return controller == null ? null : options.operandSecret(controller.defaultCertificate());
  }

  /** Reads the Secret; a key inside {@code tls.crt} makes {@code tls.key} irrelevant (TLS-014). */
  private static ServingCertificate.Result read(@Nullable SecretInput secret, PemCache pems) {
    if (secret == null) {
      return new ServingCertificate.Absent();
    }
    KeyMaterial certificate = secret.data().getOrDefault("tls.crt", NONE);
    boolean keyInside =
        new String(certificate.reveal(), StandardCharsets.UTF_8).contains("PRIVATE KEY-----");
    KeyMaterial key = keyInside ? NONE : secret.data().getOrDefault("tls.key", NONE);
    return pems.read(new PemFields(certificate, key, ""));
  }

  private static String describe(ServingCertificate.Problem problem) {
    return switch (problem.field()) {
      case CERTIFICATE, CA_CERTIFICATE -> "is not usable: tls.crt " + problem.message();
      case KEY -> "is not usable: tls.key " + problem.message();
    };
  }

  private static Notice notice(IngressControllerInput controller, ObjectKey secret, String what) {
    return Notice.about(
        controller,
        "spec.defaultCertificate.name",
        secret + " " + what + "; until it is there, routers serve a self-signed certificate");
  }
}
