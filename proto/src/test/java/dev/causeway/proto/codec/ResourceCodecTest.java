package dev.causeway.proto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.causeway.routing.model.AccessList;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.routing.model.ClosedClients;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderAction;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.Network;
import dev.causeway.routing.model.RateLimits;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.SameSite;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.TlsVersion;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Tuning;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import dev.causeway.routing.version.ContentHash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ResourceCodecTest {
  static Stream<Resource> resources() {
    List<Resource> resources = new ArrayList<>();
    for (ErrorPages pages :
        List.of(ErrorPages.BUILT_IN, new ErrorPages("", null), new ErrorPages(null, "<p>"))) {
      resources.add(
          new Settings(
              "s", "d", List.of("c1", "c2"), true, 1, 2, 3, 4, 5, pages, TlsSettings.DEFAULT));
    }
    for (TlsVersion version : TlsVersion.values()) {
      TlsProfile profile = new TlsProfile(version, List.of("a", "b"), List.of("g"), true);
      resources.add(
          settings(
              Tuning.DEFAULTS,
              HeaderPolicies.NONE,
              new TlsSettings(
                  profile,
                  new ClientAuth(
                      version == TlsVersion.TLS_1_0,
                      version == TlsVersion.TLS_1_1 ? null : "b",
                      List.of("CN=a"))),
              new Balancing(
                  7,
                  version == TlsVersion.TLS_1_0 ? ClosedClients.ABORT : ClosedClients.CONTINUE)));
    }
    resources.add(
        settings(
            new Tuning(1, 2, 3, 4, 5),
            new HeaderPolicies(
                new HeaderActions(List.of(new HeaderAction("X-A", null)), List.of()),
                List.of("X-B"),
                new HeaderPolicies.UniqueId("X-C", "%ci"),
                List.of("text/html")),
            TlsSettings.DEFAULT,
            Balancing.DEFAULTS));
    resources.add(logging(AccessLogging.CONTAINER));
    resources.add(
        logging(
            new AccessLogging(
                new AccessLogging.Syslog("fd00::1", 514, 17),
                480,
                "%ci",
                List.of(new AccessLogging.CapturedHeader("Host", 40)),
                List.of(
                    new AccessLogging.CapturedHeader("A", 1),
                    new AccessLogging.CapturedHeader("B", 2)),
                new AccessLogging.CapturedCookie("session", true, 1024),
                false)));
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      resources.add(
          new Certificate(
              "s", "c", List.of(Bytes.of(new byte[] {1})), algorithm, KeyMaterial.ofText("key")));
    }
    resources.add(new TrustBundle("s", "t", List.of(Bytes.of(new byte[] {2, 3}))));
    resources.add(
        new TrustBundle(
            "s", "t", List.of(Bytes.of(new byte[] {2})), true, List.of(Bytes.of(new byte[] {4}))));
    resources.add(new Upstream("s", "u", "ns", "svc", "", null));
    resources.add(new Upstream("s", "u", "ns", "svc", "80", new UpstreamTls(null, null)));
    resources.add(new Upstream("s", "u", "ns", "svc", "80", new UpstreamTls("t", "name")));
    for (Termination termination : Termination.values()) {
      for (InsecurePolicy insecure : InsecurePolicy.values()) {
        resources.add(host(termination, insecure, Balance.SOURCE, ForwardedPolicy.NEVER));
      }
    }
    RulePolicies basic = RulePolicies.basic(1, 2, Balance.SOURCE, ForwardedPolicy.NEVER);
    resources.add(host(Termination.EDGE, InsecurePolicy.ALLOW, basic));
    resources.add(
        host(Termination.EDGE, InsecurePolicy.ALLOW, basic.with(new Affinity("c", null))));
    for (SameSite sameSite : SameSite.values()) {
      resources.add(
          host(Termination.EDGE, InsecurePolicy.NONE, basic.with(new Affinity("c", sameSite))));
    }
    for (Balance balance : Balance.values()) {
      for (ForwardedPolicy forwarded : ForwardedPolicy.values()) {
        resources.add(host(Termination.EDGE, InsecurePolicy.ALLOW, balance, forwarded));
      }
    }
    for (AppProtocol protocol : AppProtocol.values()) {
      resources.add(
          new EndpointSet(
              "s",
              "u",
              List.of(
                  new Endpoint("e", "fd00::1", 65535, protocol),
                  new Endpoint("f", "10.0.0.1", 1, protocol, true))));
    }
    resources.add(
        new TicketKeys("s", List.of(new TicketKeys.TicketKey("id", KeyMaterial.ofText("secret")))));
    return resources.stream();
  }

  private static Settings logging(AccessLogging log) {
    return settings(
        Tuning.DEFAULTS, HeaderPolicies.NONE, TlsSettings.DEFAULT, Balancing.DEFAULTS, log);
  }

  private static Settings settings(
      Tuning tuning, HeaderPolicies headers, TlsSettings tls, Balancing balancing) {
    return settings(tuning, headers, tls, balancing, null);
  }

  private static Settings settings(
      Tuning tuning,
      HeaderPolicies headers,
      TlsSettings tls,
      Balancing balancing,
      @Nullable AccessLogging log) {
    return new Settings(
        "s",
        "d",
        List.of(),
        false,
        1,
        2,
        3,
        4,
        5,
        ErrorPages.BUILT_IN,
        tuning,
        headers,
        tls,
        balancing,
        new ClientConnections(true, false, true, 7),
        log);
  }

  private static VirtualHost host(
      Termination termination,
      InsecurePolicy insecure,
      Balance balance,
      ForwardedPolicy forwarded) {
    return host(
        termination,
        insecure,
        new RulePolicies(
            1,
            2,
            balance,
            forwarded,
            "max-age=1",
            "/x",
            new Affinity("c", null),
            8,
            9,
            new AccessList(
                Stream.of("10.1.2.3", "10.0.0.0/8", "fd00::/8", "::ffff:0:0/90", "::/0")
                    .map(text -> Network.parse(text).orElseThrow())
                    .toList()),
            new RateLimits(-1, null, 0, balance == Balance.RANDOM),
            new HeaderActions(
                List.of(new HeaderAction("X-A", "%[req.hdr(Host)]")),
                List.of(new HeaderAction("X-B", null))),
            balance == Balance.SOURCE));
  }

  private static VirtualHost host(
      Termination termination, InsecurePolicy insecure, RulePolicies policies) {
    return new VirtualHost(
        "s",
        "*.apps.test",
        "ns",
        List.of(
            new Rule(
                new RouteRef("ns", "r"),
                "/päth",
                termination,
                insecure,
                List.of(new WeightedUpstream("u", 256), new WeightedUpstream("v", 0)),
                policies,
                List.of("f"),
                List.of("feature"))),
        List.of("c"));
  }

  @ParameterizedTest
  @MethodSource("resources")
  void everyResourceSurvivesTheWire(Resource resource) throws Exception {
    ContentHash hash = ContentHash.of(resource);
    byte[] bytes = ResourceEncoder.encode(resource, hash).toByteArray();

    var wire = dev.causeway.proto.v1.Resource.parseFrom(bytes);
    assertThat(ResourceDecoder.decode(wire)).isEqualTo(resource);
    assertThat(WireIds.hash(wire.getHash())).isEqualTo(hash);
  }

  @Test
  void valueOfANewerContractIsUnsupportedAndNeverADefault() throws Exception {
    VirtualHost host =
        host(Termination.EDGE, InsecurePolicy.NONE, Balance.RANDOM, ForwardedPolicy.APPEND);
    var wire = ResourceEncoder.encode(host, ContentHash.of(host));
    var body = dev.causeway.proto.v1.VirtualHost.parseFrom(wire.getBody()).toBuilder();
    body.getRulesBuilder(0).setTerminationValue(99);

    var newer = wire.toBuilder().setBody(body.build().toByteString()).build();
    assertThatExceptionOfType(UndecodableResourceException.class)
        .isThrownBy(() -> ResourceDecoder.decode(newer))
        .satisfies(
            e -> assertThat(e.reason()).isEqualTo(UndecodableResourceException.Cause.UNSUPPORTED));
  }

  @Test
  void bytesThatAreNoMessageAreMalformed() {
    VirtualHost host =
        host(Termination.EDGE, InsecurePolicy.NONE, Balance.RANDOM, ForwardedPolicy.APPEND);
    var wire =
        ResourceEncoder.encode(host, ContentHash.of(host)).toBuilder()
            .setBody(ByteString.copyFromUtf8("\377\377\377"))
            .build();

    assertThatExceptionOfType(UndecodableResourceException.class)
        .isThrownBy(() -> ResourceDecoder.decode(wire))
        .satisfies(
            e -> assertThat(e.reason()).isEqualTo(UndecodableResourceException.Cause.MALFORMED));
  }

  @Test
  void valueOutsideItsBoundsIsMalformedAndNamesItsField() throws Exception {
    VirtualHost host =
        host(Termination.EDGE, InsecurePolicy.NONE, Balance.RANDOM, ForwardedPolicy.APPEND);
    var hostWire = ResourceEncoder.encode(host, ContentHash.of(host));
    var rules = dev.causeway.proto.v1.VirtualHost.parseFrom(hostWire.getBody()).toBuilder();
    rules.getRulesBuilder(0).getBackendsBuilder(0).setWeight(257);
    assertThat(malformed(hostWire.toBuilder().setBody(rules.build().toByteString()).build()))
        .isEqualTo("rules[0].backends[0].weight");

    EndpointSet set =
        new EndpointSet("s", "u", List.of(new Endpoint("a", "10.0.0.1", 80, AppProtocol.H2C)));
    var setWire = ResourceEncoder.encode(set, ContentHash.of(set));
    var endpoints = dev.causeway.proto.v1.EndpointSet.parseFrom(setWire.getBody()).toBuilder();
    endpoints.getEndpointsBuilder(0).setPort(65_536);
    assertThat(malformed(setWire.toBuilder().setBody(endpoints.build().toByteString()).build()))
        .isEqualTo("endpoints[0].port");
    endpoints.getEndpointsBuilder(0).clearProtocol();
    assertThat(malformed(setWire.toBuilder().setBody(endpoints.build().toByteString()).build()))
        .isEqualTo("endpoints[0].protocol");
  }

  private static String malformed(dev.causeway.proto.v1.Resource wire) {
    try {
      throw new AssertionError("decodes as " + ResourceDecoder.decode(wire));
    } catch (UndecodableResourceException e) {
      assertThat(e.reason()).isEqualTo(UndecodableResourceException.Cause.MALFORMED);
      return e.field();
    }
  }

  @Test
  void textFormOfACertificateHidesItsKey() {
    Certificate certificate =
        new Certificate(
            "s", "c", List.of(), KeyAlgorithm.RSA, KeyMaterial.ofText("very secret bytes"));

    assertThat(certificate.toString()).doesNotContain("very secret");
  }
}
