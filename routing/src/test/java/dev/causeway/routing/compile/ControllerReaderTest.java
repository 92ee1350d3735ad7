package dev.causeway.routing.compile;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenController;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.ConnectionsInput;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.input.HttpHeadersInput;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.PublishingInput;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderAction;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Tuning;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ControllerReaderTest {
  private final ShardCompiler compiler = new ShardCompiler(Given.OPTIONS);

  @Test
  @Behaviour({"RO-001", "RO-002", "RO-009"})
  void durationsOfTheIngressControllerHold() {
    Settings settings =
        tuned(
            Map.of(
                "connectTimeout", "2s",
                "clientTimeout", "1m30s",
                "tlsInspectDelay", "250ms",
                "httpKeepAliveTimeout", "10m",
                "clientFinTimeout", "3s",
                "serverFinTimeout", "1.5s",
                "headerBufferBytes", "65536",
                "headerBufferMaxRewriteBytes", "4096",
                "maxConnections", "2000"));

    assertThat(settings.connectTimeoutMillis()).isEqualTo(2_000);
    assertThat(settings.clientTimeoutMillis()).isEqualTo(90_000);
    assertThat(settings.inspectDelayMillis()).isEqualTo(250);
    assertThat(settings.keepAliveTimeoutMillis()).isEqualTo(600_000);
    assertThat(settings.tuning()).isEqualTo(new Tuning(3_000, 1_500, 65_536, 4_096, 2_000));
    assertThat(notices()).isEmpty();
  }

  @ParameterizedTest
  @Behaviour("RO-028")
  @CsvSource({"0s", "0", "-5s", "''"})
  void zeroAndNegativeDurationsAreTheDefault(String text) {
    assertThat(tuned(Map.of("clientTimeout", text)).clientTimeoutMillis()).isEqualTo(30_000);
    assertThat(notices()).isEmpty();
  }

  @Test
  @Behaviour("RO-028")
  void longDurationsAreCut() {
    assertThat(tuned(Map.of("clientTimeout", "1000h")).clientTimeoutMillis())
        .isEqualTo(2_147_483_647L);
  }

  @ParameterizedTest
  @CsvSource({
    "clientTimeout, 30",
    "connectTimeout, 5 s",
    "httpKeepAliveTimeout, 16m",
    "headerBufferBytes, 1000",
    "headerBufferMaxRewriteBytes, 40000",
    "maxConnections, 100",
    "maxConnections, many"
  })
  void otherValuesLeaveTheDefaultAndANotice(String field, String text) {
    Settings settings = tuned(Map.of(field, text));

    assertThat(settings.tuning()).isEqualTo(Tuning.DEFAULTS);
    assertThat(settings.clientTimeoutMillis()).isEqualTo(30_000);
    assertThat(settings.keepAliveTimeoutMillis()).isEqualTo(300_000);
    assertThat(notices()).containsExactly("spec.tuningOptions." + field);
  }

  @Test
  void noticesQuoteNoControlCharacters() {
    tuned(Map.of("clientTimeout", "3\n0s"));

    assertThat(
            compiler.notices().values().stream()
                .flatMap(List::stream)
                .filter(GivenController::isOwn))
        .singleElement()
        .satisfies(notice -> assertThat(notice.message()).startsWith("\"3?0s\" is not a duration"));
  }

  @Test
  @Behaviour({"RO-004", "RO-008", "IC-027"})
  void routesThatSayNothingFollowTheIngressController() {
    compiler.apply(
        List.of(
            route("web", "plain").host("plain.test").put(),
            route("web", "own")
                .host("own.test")
                .annotation("haproxy.router.openshift.io/timeout", "7s")
                .annotation("haproxy.router.openshift.io/set-forwarded-headers", "append")
                .put()));
    assertThat(policies("plain.test").serverTimeoutMillis()).isEqualTo(30_000);

    apply(
        new HttpHeadersInput(HeaderActionsInput.NONE, "Replace", List.of(), "", "", List.of(), ""),
        Map.of("serverTimeout", "60s", "tunnelTimeout", "2h"));

    assertThat(policies("plain.test").serverTimeoutMillis()).isEqualTo(60_000);
    assertThat(policies("plain.test").tunnelTimeoutMillis()).isEqualTo(7_200_000);
    assertThat(policies("plain.test").forwarded()).isEqualTo(ForwardedPolicy.REPLACE);
    assertThat(policies("own.test").serverTimeoutMillis()).isEqualTo(7_000);
    assertThat(policies("own.test").forwarded()).isEqualTo(ForwardedPolicy.APPEND);
  }

  @ParameterizedTest
  @Behaviour("RO-008")
  @CsvSource({"NLB, 349000", "Classic, 3600000", "'', 3600000"})
  void behindAnAwsNetworkLoadBalancerTunnelsEndBeforeItForgetsThem(String type, long millis) {
    ConnectionsInput connections =
        new ConnectionsInput(
            new PublishingInput("LoadBalancerService", "AWS", type, "", ""), "", "");
    compiler.apply(
        List.of(
            route("web", "plain").host("plain.test").put(),
            GivenController.controller().connections(connections).put()));
    assertThat(policies("plain.test").tunnelTimeoutMillis()).isEqualTo(millis);

    compiler.apply(
        List.of(
            GivenController.controller()
                .connections(connections)
                .tuning(Map.of("tunnelTimeout", "2h"))
                .put()));
    assertThat(policies("plain.test").tunnelTimeoutMillis()).isEqualTo(7_200_000);
  }

  @Test
  @Behaviour({"RO-001", "RO-006", "RO-009"})
  void anIngressControllerThatSaysNothingLeavesTheTimesOfOkd() {
    Settings settings = tuned(Map.of());
    assertThat(settings.connectTimeoutMillis()).isEqualTo(5_000);
    assertThat(settings.requestHeadTimeoutMillis()).isEqualTo(10_000);
    assertThat(settings.inspectDelayMillis()).isEqualTo(5_000);
    assertThat(notices()).isEmpty();
  }

  @Test
  @Behaviour({"RO-003", "RO-005", "RO-012"})
  void anIngressControllerThatSaysNothingLeavesTheEndsAndTheNumberOfConnectionsOfOkd() {
    Settings settings = tuned(Map.of());
    assertThat(settings.tuning().clientFinTimeoutMillis()).isEqualTo(1_000);
    assertThat(settings.tuning().serverFinTimeoutMillis()).isEqualTo(1_000);
    assertThat(settings.tuning().maxConnections()).isEqualTo(50_000);
  }

  @Test
  @Behaviour({"RO-014", "RO-015"})
  void anIngressControllerThatSaysNothingLeavesTheBuffersOfOkd() {
    Settings settings = tuned(Map.of());
    assertThat(settings.tuning().headerBufferBytes()).isEqualTo(32_768);
    assertThat(settings.tuning().headerRewriteBytes()).isEqualTo(8_192);
  }

  @ParameterizedTest
  @Behaviour({"RO-060", "IC-027"})
  @CsvSource({
    "Append, APPEND",
    "Replace, REPLACE",
    "IfNone, IF_NONE",
    "Never, NEVER",
    "'', APPEND"
  })
  void policiesHaveTheirOwnSpelling(String text, ForwardedPolicy policy) {
    compiler.apply(List.of(route("web", "plain").host("plain.test").put()));
    apply(
        new HttpHeadersInput(HeaderActionsInput.NONE, text, List.of(), "", "", List.of(), ""),
        Map.of());
    assertThat(policies("plain.test").forwarded()).isEqualTo(policy);
    assertThat(notices()).isEmpty();
  }

  @ParameterizedTest
  @Behaviour({"RO-060", "IC-027"})
  @ValueSource(strings = {"replace", "if-none", "Both"})
  void anUnknownPolicyIsAppend(String text) {
    compiler.apply(List.of(route("web", "plain").host("plain.test").put()));
    apply(
        new HttpHeadersInput(HeaderActionsInput.NONE, "Never", List.of(), "", "", List.of(), ""),
        Map.of());
    assertThat(policies("plain.test").forwarded()).isEqualTo(ForwardedPolicy.NEVER);
    apply(
        new HttpHeadersInput(HeaderActionsInput.NONE, text, List.of(), "", "", List.of(), ""),
        Map.of());
    assertThat(policies("plain.test").forwarded()).isEqualTo(ForwardedPolicy.APPEND);
    assertThat(notices()).containsExactly("spec.httpHeaders.forwardedHeaderPolicy");
  }

  @Test
  @Behaviour({"IC-028", "IC-029", "IC-030"})
  void headersOfTheIngressControllerAreRead() {
    Settings settings =
        apply(
            new HttpHeadersInput(
                new HeaderActionsInput(
                    List.of(
                        new HeaderActionsInput.Edit("X-A", "Set", "1"),
                        new HeaderActionsInput.Edit("Host", "Delete", null)),
                    List.of(new HeaderActionsInput.Edit("X-B", "Delete", null))),
                "",
                List.of("X-Strange-CASE", "no header"),
                "X-Id",
                "%{+X}o %ci-%[uuid()]",
                List.of("Text/HTML", "nonsense"),
                ""),
            Map.of());

    HeaderPolicies headers = settings.headers();
    assertThat(headers.actions().request()).containsExactly(new HeaderAction("X-A", "1"));
    assertThat(headers.actions().response()).containsExactly(new HeaderAction("X-B", null));
    assertThat(headers.names()).containsExactly("X-Strange-CASE");
    assertThat(headers.uniqueId())
        .isEqualTo(new HeaderPolicies.UniqueId("X-Id", "%{+X}o %ci-%[uuid()]"));
    assertThat(headers.compressedTypes()).containsExactly("text/html");
    assertThat(notices())
        .containsExactlyInAnyOrder(
            "spec.httpHeaders.actions.request[1].name",
            "spec.httpHeaders.headerNameCaseAdjustments[1]",
            "spec.httpCompression.mimeTypes[1]");
  }

  @Test
  void routersThatCannotEditHeadersMustNotServeWithoutTheControllersEdits() {
    compiler.apply(
        List.of(
            route("web", "plain").host("plain.test").put(),
            route("web", "edge").host("edge.test").tls("edge").put(),
            route("web", "passed").host("passed.test").tls("passthrough").put()));
    assertThat(requires("plain.test")).isEmpty();

    apply(
        new HttpHeadersInput(
            new HeaderActionsInput(
                List.of(new HeaderActionsInput.Edit("X-A", "Delete", null)), List.of()),
            "",
            List.of(),
            "",
            "",
            List.of(),
            ""),
        Map.of());
    assertThat(requires("plain.test")).containsExactly(Features.HEADER_ACTIONS);
    assertThat(requires("edge.test")).containsExactly(Features.HEADER_ACTIONS);
    assertThat(requires("passed.test")).isEmpty();

    apply(HttpHeadersInput.NONE, Map.of());
    assertThat(requires("plain.test")).isEmpty();
  }

  private List<String> requires(String host) {
    return ((VirtualHost) resource(host)).rules().getFirst().requires();
  }

  @Test
  @Behaviour({"RO-081", "IC-008"})
  void pagesComeFromTheConfigMapThatIsNamed() {
    HttpHeadersInput named =
        new HttpHeadersInput(HeaderActionsInput.NONE, "", List.of(), "", "", List.of(), "pages");
    assertThat(apply(named, Map.of()).errorPages()).isEqualTo(ErrorPages.BUILT_IN);
    assertThat(notices()).containsExactly("spec.httpErrorCodePages.name");

    String page = "HTTP/1.1 503 Closed\n\nclosed";
    compiler.apply(
        List.of(
            pages("openshift-config", Map.of(ConfigMapInput.UNAVAILABLE_PAGE, page)),
            pages("elsewhere", Map.of())));
    assertThat(((Settings) resource(Settings.NAME)).errorPages())
        .isEqualTo(new ErrorPages(page, null));
    assertThat(notices()).isEmpty();

    compiler.apply(
        List.of(
            pages(
                "openshift-config",
                Map.of(
                    ConfigMapInput.UNAVAILABLE_PAGE, page, ConfigMapInput.NOT_FOUND_PAGE, "<p>"))));
    assertThat(((Settings) resource(Settings.NAME)).errorPages())
        .isEqualTo(new ErrorPages(page, null));
    assertThat(notices()).containsExactly("spec.httpErrorCodePages.name");
  }

  /** OKD ignores such values, which opens what a list was to close. */
  @Test
  @Behaviour("LIM-025")
  void strictShardRejectsRoutesWithWrongAnnotationsInsteadOfIgnoringThem() {
    String key = "haproxy.router.openshift.io/ip_allowlist";
    String strict = "causeway.dev/strict-annotations";
    compiler.apply(
        List.of(
            route("a", "wrong").host("wrong.test").annotation(key, "10.0.0.0/33").put(),
            route("a", "half").host("half.test").annotation(key, "10.0.0.0/8 x").put(),
            route("a", "right").host("right.test").annotation(key, "10.0.0.0/8").put(),
            route("a", "odd")
                .host("odd.test")
                .annotation("haproxy.router.openshift.io/x", "")
                .put(),
            GivenController.controller().annotations(Map.of(strict, "false")).put()));
    assertThat(compiler.verdicts().values()).allMatch(Verdict::admitted);
    assertThat(notices()).hasSize(3);

    compiler.apply(List.of(GivenController.controller().annotations(Map.of(strict, "true")).put()));
    assertThat(compiler.verdicts().values())
        .filteredOn(verdict -> !verdict.admitted())
        .allSatisfy(
            verdict -> {
              assertThat(verdict.reason()).isEqualTo(Reason.EXTENDED_VALIDATION_FAILED);
              assertThat(verdict.field()).isEqualTo("metadata.annotations[" + key + "]");
            })
        .extracting(Verdict::host, Verdict::message)
        .satisfiesExactlyInAnyOrder(
            wrong -> assertThat(wrong.toList()).first().isEqualTo("wrong.test"),
            half ->
                assertThat(half.toList().toString())
                    .startsWith("[half.test")
                    .contains("has \"x\", which is neither an address nor a CIDR"));

    compiler.apply(List.of(GivenController.controller().annotations(Map.of(strict, "yes")).put()));
    assertThat(compiler.verdicts().values()).allMatch(Verdict::admitted);
    assertThat(notices()).contains("metadata.annotations[" + strict + "]");
  }

  private static InputChange pages(String namespace, Map<String, String> data) {
    return new InputChange.Put(
        new ConfigMapInput(
            new ObjectKey(InputKind.CONFIG_MAP, namespace, "pages"),
            Metadata.EMPTY,
            new Origin("pages.yaml", 1),
            data));
  }

  private Settings tuned(Map<String, String> tuning) {
    return apply(HttpHeadersInput.NONE, tuning);
  }

  private Settings apply(HttpHeadersInput headers, Map<String, String> tuning) {
    compiler.apply(List.of(GivenController.controller().headers(headers).tuning(tuning).put()));
    return (Settings) resource(Settings.NAME);
  }

  private RulePolicies policies(String host) {
    return ((VirtualHost) resource(host)).rules().getFirst().policies();
  }

  private Resource resource(String name) {
    return compiler.resources().stream()
        .filter(resource -> resource.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Behaviour("TLS-015")
  void withoutADefaultCertificateANoticeSaysWhatIsServed() {
    compiler.apply(List.of(GivenController.controller().put()));
    assertThat(compiler.notices().values().stream().flatMap(List::stream))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.field()).isEqualTo("spec.defaultCertificate");
              assertThat(notice.message()).contains("self-signed");
            });
  }

  private List<String> notices() {
    return compiler.notices().values().stream()
        .flatMap(List::stream)
        .filter(GivenController::isOwn)
        .map(notice -> notice.field())
        .toList();
  }
}
