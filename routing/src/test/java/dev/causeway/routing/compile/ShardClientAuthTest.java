package dev.causeway.routing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenController;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.ClientTlsInput;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.RevocationListInput;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ShardClientAuthTest {
  private static final String URL = "http://crl.example/ca.crl";

  private final ShardCompiler compiler = new ShardCompiler(Given.OPTIONS);

  private static InputChange controller(String policy, String authority, String... patterns) {
    return GivenController.controller()
        .clientTls(new ClientTlsInput(policy, authority, List.of(patterns)))
        .put();
  }

  private static InputChange authorities(String pem) {
    return new InputChange.Put(
        new ConfigMapInput(
            new ObjectKey(InputKind.CONFIG_MAP, "openshift-config", "clients"),
            Metadata.EMPTY,
            Origin.UNKNOWN,
            Map.of(ConfigMapInput.CA_BUNDLE, pem)));
  }

  private static X509Bundle authority(@Nullable String list) throws Exception {
    CertificateBuilder builder =
        new CertificateBuilder().subject("CN=clients").setIsCertificateAuthority(true);
    return (list == null ? builder : builder.addCrlDistributionPoint(new URI(list)))
        .buildSelfSigned();
  }

  private <T extends Resource> @Nullable T one(Class<T> type) {
    return compiler.resources().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElse(null);
  }

  private @Nullable ClientAuth auth() {
    Settings settings = one(Settings.class);
    return settings == null ? null : settings.tls().clientAuth();
  }

  private List<String> notices() {
    return compiler.notices().values().stream()
        .flatMap(List::stream)
        .filter(GivenController::isOwn)
        .map(Notice::message)
        .toList();
  }

  @Test
  void nothingIsAskedForByDefault() {
    compiler.apply(List.of(controller("", "clients")));
    assertThat(auth()).isNull();
    assertThat(one(TrustBundle.class)).isNull();
  }

  @Test
  @Behaviour("TLS-050")
  void bundleFollowsItsConfigMap() throws Exception {
    X509Bundle ca = authority(null);
    compiler.apply(
        List.of(
            controller("Required", "clients", "/CN=a"),
            authorities(ca.getCertificatePEM()),
            GivenRoute.route("shop", "web").host("a.test").tls("edge").put()));
    TrustBundle bundle = one(TrustBundle.class);
    assertThat(bundle).isNotNull();
    assertThat(bundle.certificates()).containsExactly(Bytes.of(ca.getCertificate().getEncoded()));
    assertThat(bundle.checksRevocation()).isFalse();
    assertThat(auth()).isEqualTo(new ClientAuth(true, bundle.name(), List.of("/CN=a")));
    assertThat(notices()).isEmpty();
    VirtualHost host = one(VirtualHost.class);
    assertThat(host).isNotNull();
    assertThat(host.rules().getFirst().requires()).containsExactly(Features.CLIENT_CERTIFICATES);

    compiler.apply(List.of(authorities(authority(null).getCertificatePEM())));
    assertThat(one(TrustBundle.class)).isNotNull().isNotEqualTo(bundle);
    compiler.apply(List.of(controller("Optional", "clients")));
    assertThat(auth()).extracting(ClientAuth::required).isEqualTo(false);
    compiler.apply(List.of(controller("", "")));
    assertThat(one(TrustBundle.class)).isNull();
  }

  @Test
  void whatCannotBeReadLetsNobodyIn() {
    compiler.apply(List.of(controller("Required", "clients", "/CN=(")));
    assertThat(auth()).isEqualTo(new ClientAuth(true, null, List.of(ClientAuth.NOTHING)));
    assertThat(notices())
        .anySatisfy(notice -> assertThat(notice).contains("does not exist"))
        .anySatisfy(notice -> assertThat(notice).contains("is no regular expression"));
    compiler.apply(List.of(authorities("nonsense")));
    assertThat(auth()).extracting(ClientAuth::trustBundle).isNull();
    compiler.apply(List.of(controller("Sometimes", "")));
    assertThat(auth()).isEqualTo(new ClientAuth(true, null, List.of()));
  }

  @Test
  void listsComeInAsTheyAreFetched() throws Exception {
    compiler.apply(
        List.of(
            controller("Required", "clients"), authorities(authority(URL).getCertificatePEM())));
    TrustBundle before = one(TrustBundle.class);
    assertThat(before).isNotNull();
    assertThat(before.checksRevocation()).isTrue();
    assertThat(before.revocationLists()).isEmpty();
    assertThat(notices()).singleElement().asString().contains(URL);

    Bytes list = Bytes.of(new byte[] {1, 2, 3});
    compiler.apply(List.of(new InputChange.Put(new RevocationListInput(URL, list))));
    TrustBundle after = one(TrustBundle.class);
    assertThat(after).isNotNull();
    assertThat(after.revocationLists()).containsExactly(list);
    assertThat(after.name()).isNotEqualTo(before.name());
    assertThat(auth()).extracting(ClientAuth::trustBundle).isEqualTo(after.name());
    assertThat(notices()).isEmpty();
    assertThat(compiler.resources()).filteredOn(TrustBundle.class::isInstance).hasSize(1);
  }
}
