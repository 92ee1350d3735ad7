package dev.causeway.routing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenController;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.TlsProfileInput;
import dev.causeway.routing.input.TlsProfileInput.Custom;
import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsVersion;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProfileReaderTest {
  private static ProfileReader named(String type) {
    return ProfileReader.read(new TlsProfileInput(type, null));
  }

  private static ProfileReader custom(String minimum, String... ciphers) {
    return ProfileReader.read(
        new TlsProfileInput("Custom", new Custom(List.of(ciphers), minimum, List.of())));
  }

  @Test
  @Behaviour({"TLS-041", "TLS-045"})
  void nothingAndIntermediateAreTheSame() {
    assertThat(named("").profile().minimum()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(named("").profile().suites())
        .containsExactlyInAnyOrder(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    assertThat(named("").profile().groups())
        .containsExactly("X25519MLKEM768", "X25519", "secp256r1", "secp384r1");
    assertThat(named("")).isEqualTo(new ProfileReader(TlsProfile.INTERMEDIATE, null));
    assertThat(named("Intermediate")).isEqualTo(named(""));
  }

  @Test
  @Behaviour({"TLS-040", "TLS-045"})
  void modernIsTls13Alone() {
    TlsProfile modern = named("Modern").profile();
    assertThat(modern.minimum()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(modern.suites())
        .containsExactly(
            "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    assertThat(modern.groups()).isEqualTo(TlsProfile.INTERMEDIATE.groups());
    assertThat(named("Modern").problem()).isNull();
  }

  @Test
  void oldNamesWhatCannotBeSpoken() {
    ProfileReader old = named("Old");
    assertThat(old.profile().minimum()).isEqualTo(TlsVersion.TLS_1_1);
    assertThat(old.profile().platform()).isFalse();
    assertThat(old.profile().suites())
        .hasSize(9 + 8)
        .startsWith(TlsProfile.INTERMEDIATE.suites().toArray(String[]::new))
        .endsWith("TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA");
    assertThat(old.problem())
        .isEqualTo(
            "routers cannot speak these cipher suites: ECDHE-ECDSA-AES128-SHA256,"
                + " ECDHE-RSA-AES128-SHA256, ECDHE-ECDSA-AES256-SHA384,"
                + " ECDHE-RSA-AES256-SHA384, AES128-SHA256, AES256-SHA256, DES-CBC3-SHA");
  }

  @Test
  @Behaviour({"TLS-043", "TLS-045"})
  void customIsTakenAsGiven() {
    ProfileReader read =
        custom("VersionTLS12", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256");
    assertThat(read.problem()).isNull();
    assertThat(read.profile().minimum()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(read.profile().suites().subList(3, 5))
        .containsExactly(
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    assertThat(read.profile().groups()).hasSize(5).endsWith("secp521r1");
  }

  @Test
  void whatBoringSslCannotExpressIsServedByThePlatform() {
    ProfileReader some = custom("VersionTLS13", "TLS_AES_256_GCM_SHA384");
    assertThat(some.profile().platform()).isTrue();
    assertThat(some.profile().suites()).containsExactly("TLS_AES_256_GCM_SHA384");
    assertThat(some.problem()).contains("platform's TLS");
    ProfileReader finite = custom("VersionTLS11", "DHE-RSA-AES128-GCM-SHA256");
    assertThat(finite.profile().platform()).isTrue();
    assertThat(finite.profile().minimum()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(finite.profile().suites()).contains("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
  }

  @ParameterizedTest
  @CsvSource({
    "VersionTLS12, '', is empty",
    "VersionTLS12, 'no name', is no name",
    "VersionTLS12, '1ECDHE', is no name",
    "VersionTLS14, ECDHE-RSA-AES128-GCM-SHA256, minTLSVersion is none",
    "'', ECDHE-RSA-AES128-GCM-SHA256, minTLSVersion is none",
    "VersionTLS12, TLS_AES_128_GCM_SHA256, all ciphers are of TLS 1.3",
    "VersionTLS13, ECDHE-RSA-AES128-GCM-SHA256, no cipher is one of TLS 1.3",
    "VersionTLS12, RC4-MD5, no cipher of custom.ciphers is one that routers can speak",
  })
  @Behaviour("TLS-046")
  void unusableCustomFallsBackToIntermediate(String minimum, String cipher, String problem) {
    String[] ciphers = cipher.isEmpty() ? new String[0] : new String[] {cipher};
    ProfileReader read = custom(minimum, ciphers);
    assertThat(read.profile()).isEqualTo(TlsProfile.INTERMEDIATE);
    assertThat(read.problem()).contains(problem).endsWith("until that is corrected");
  }

  @Test
  void customWithoutItsPartAndUnknownTypesFallBack() {
    assertThat(named("Custom").profile()).isEqualTo(TlsProfile.INTERMEDIATE);
    assertThat(named("Custom").problem()).contains("no custom part");
    assertThat(named("Paranoid").problem()).contains("none of Old");
  }

  private static InputChange controller(String type, Map<String, String> annotations) {
    return GivenController.controller()
        .tlsProfile(new TlsProfileInput(type, null))
        .annotations(annotations)
        .put();
  }

  private static <T> T one(ShardCompiler compiler, Class<T> type) {
    return compiler.resources().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void rulesNeedAFeatureWhereTheProfileIsNotTheUsualOne() {
    ShardCompiler compiler = new ShardCompiler(Given.OPTIONS);
    compiler.apply(List.of(GivenRoute.route("shop", "web").host("a.test").tls("edge").put()));
    assertThat(one(compiler, VirtualHost.class).rules().getFirst().requires()).isEmpty();
    compiler.apply(List.of(controller("Modern", Map.of())));
    assertThat(one(compiler, VirtualHost.class).rules().getFirst().requires())
        .containsExactly(Features.TLS_PROFILE);
    compiler.apply(List.of(controller("", Map.of())));
    assertThat(one(compiler, VirtualHost.class).rules().getFirst().requires()).isEmpty();
  }

  @Test
  @Behaviour({"TLS-019", "LIM-005"})
  void annotationOfTheControllerDecidesOnHttp2BothWays() {
    String annotation = "ingress.operator.openshift.io/default-enable-http2";
    ShardCompiler on = new ShardCompiler(Given.OPTIONS);
    on.apply(List.of(controller("", Map.of(annotation, "false"))));
    assertThat(one(on, Settings.class).http2()).isFalse();
    on.apply(List.of(controller("", Map.of())));
    assertThat(one(on, Settings.class).http2()).isTrue();
    CompileOptions without =
        new CompileOptions(
            "default",
            "apps.test",
            "ops",
            false,
            false,
            java.util.Set.of(),
            "",
            "openshift-config",
            null);
    ShardCompiler off = new ShardCompiler(without);
    off.apply(List.of(controller("", Map.of(annotation, "true"))));
    assertThat(one(off, Settings.class).http2()).isTrue();
    off.apply(List.of(controller("", Map.of(annotation, "yes"))));
    assertThat(one(off, Settings.class).http2()).isFalse();
    assertThat(off.notices().values())
        .singleElement()
        .satisfies(notices -> assertThat(notices).filteredOn(GivenController::isOwn).hasSize(1));
  }
}
