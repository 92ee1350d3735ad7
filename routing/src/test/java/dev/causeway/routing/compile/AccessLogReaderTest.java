package dev.causeway.routing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.given.GivenController;
import dev.causeway.routing.input.AccessLogInput;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.AccessLogging.CapturedCookie;
import dev.causeway.routing.model.AccessLogging.CapturedHeader;
import dev.causeway.routing.model.AccessLogging.Syslog;
import dev.causeway.testkit.Behaviour;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogReaderTest {
  private final List<Notice> notices = new ArrayList<>();

  private @Nullable AccessLogging read(AccessLogInput input) {
    return new ControllerReader(GivenController.controller().accessLog(input).input(), notices)
        .accessLog();
  }

  private AccessLogging logging(AccessLogInput input) {
    AccessLogging read = read(input);
    assertThat(read).isNotNull();
    return read;
  }

  private static AccessLogInput container(String length, String format, String empty) {
    return new AccessLogInput(
        "Container", "", "", "", length, format, List.of(), List.of(), List.of(), empty);
  }

  private static AccessLogInput syslog(
      String address, String port, String facility, String length) {
    return new AccessLogInput(
        "Syslog", address, port, facility, length, "", List.of(), List.of(), List.of(), "");
  }

  private static AccessLogInput capturing(
      List<AccessLogInput.Header> request, List<AccessLogInput.Cookie> cookies) {
    return new AccessLogInput("Container", "", "", "", "", "", request, List.of(), cookies, "");
  }

  private List<String> fields() {
    return notices.stream().map(Notice::field).toList();
  }

  @Test
  @Behaviour({"RO-084", "IC-020"})
  void offUnlessThereIsOne() {
    assertThat(new ControllerReader(null, notices).accessLog()).isNull();
    assertThat(new ControllerReader(GivenController.controller().input(), notices).accessLog())
        .isNull();
    assertThat(read(container("", "", ""))).isEqualTo(AccessLogging.CONTAINER);
    assertThat(notices).isEmpty();
  }

  @Test
  @Behaviour({"RO-026", "IC-021"})
  void syslogHasAnAddressAndDefaults() {
    assertThat(logging(syslog("192.0.2.1", "514", "", "")).syslog())
        .isEqualTo(new Syslog("192.0.2.1", 514, 17));
    assertThat(logging(syslog("2001:db8::1", "65535", "local7", "")).syslog())
        .isEqualTo(new Syslog("2001:db8::1", 65535, 23));
    assertThat(logging(syslog("192.0.2.1", "514", "", "")).maxLength()).isEqualTo(1024);
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "logs.example.com, 514, spec.logging.access.destination.syslog.address",
    "192.0.2.1, 0, spec.logging.access.destination.syslog.port",
    "192.0.2.1, 65536, spec.logging.access.destination.syslog.port",
    "192.0.2.1, '', spec.logging.access.destination.syslog.port"
  })
  void nothingIsLoggedWithoutAReceiver(String address, String port, String field) {
    assertThat(read(syslog(address, port, "", ""))).isNull();
    assertThat(fields()).containsExactly(field);
  }

  @Test
  void nothingIsLoggedWithoutADestination() {
    assertThat(
            read(new AccessLogInput("", "", "", "", "", "", List.of(), List.of(), List.of(), "")))
        .isNull();
    assertThat(fields()).containsExactly("spec.logging.access.destination.type");
  }

  @Test
  void unknownFacilityIsLocal1() {
    assertThat(logging(syslog("192.0.2.1", "514", "local8", "")).syslog())
        .isEqualTo(new Syslog("192.0.2.1", 514, 17));
    assertThat(fields()).containsExactly("spec.logging.access.destination.syslog.facility");
  }

  @ParameterizedTest
  @CsvSource({
    "Container, 480, 480", "Container, 8192, 8192", "Container, 479, 1024",
    "Container, 8193, 1024", "Syslog, 480, 480", "Syslog, 4096, 4096",
    "Syslog, 479, 1024", "Syslog, 4097, 1024"
  })
  @Behaviour({"RO-088", "IC-022"})
  void lengthHasBounds(String type, String written, int length) {
    AccessLogging read =
        logging(
            type.equals("Syslog")
                ? syslog("192.0.2.1", "514", "", written)
                : container(written, "", ""));
    assertThat(read.maxLength()).isEqualTo(length);
    assertThat(notices).hasSize(Integer.parseInt(written) == length ? 0 : 1);
  }

  @Test
  @Behaviour("IC-023")
  void unknownTagLeavesTheDefaultFormat() {
    assertThat(logging(container("", "%ci %ST", "")).httpFormat()).isEqualTo("%ci %ST");
    assertThat(notices).isEmpty();
    assertThat(logging(container("", "%ci %Zz", "")).httpFormat()).isNull();
    assertThat(fields()).containsExactly("spec.logging.access.httpLogFormat");
    assertThat(notices.getFirst().message()).contains("\"%Zz\"").contains("default format holds");
  }

  @Test
  @Behaviour({"RO-087", "IC-024"})
  void headersWithoutANameOrALengthAreLeftOut() {
    assertThat(
            logging(
                    capturing(
                        List.of(
                            new AccessLogInput.Header("Host", "40"),
                            new AccessLogInput.Header("a b", "40"),
                            new AccessLogInput.Header("X-A", "0")),
                        List.of()))
                .requestHeaders())
        .containsExactly(new CapturedHeader("Host", 40));
    assertThat(fields())
        .containsExactly(
            "spec.logging.access.httpCaptureHeaders.request[1].name",
            "spec.logging.access.httpCaptureHeaders.request[2].maxLength");
  }

  @ParameterizedTest
  @CsvSource({
    "Exact, session, '', 1, session, false",
    "'', session, '', 1024, session, false",
    "Prefix, '', ses, 100, ses, true"
  })
  @Behaviour({"RO-087", "IC-025"})
  void cookieHasANameOrThePrefixOfOne(
      String type, String name, String prefix, String length, String captured, boolean begins) {
    AccessLogInput.Cookie cookie = new AccessLogInput.Cookie(type, name, prefix, length);
    assertThat(logging(capturing(List.of(), List.of(cookie))).cookie())
        .isEqualTo(new CapturedCookie(captured, begins, Integer.parseInt(length)));
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Exact, '', a, 1, [0].name",
    "Prefix, a, '', 1, [0].namePrefix",
    "Other, a, a, 1, [0].matchType",
    "Exact, a, '', 1025, [0].maxLength",
    "Exact, a, '', 0, [0].maxLength"
  })
  void cookieThatCannotBeCapturedIsSaid(
      String type, String name, String prefix, String length, String field) {
    AccessLogInput.Cookie cookie = new AccessLogInput.Cookie(type, name, prefix, length);
    assertThat(logging(capturing(List.of(), List.of(cookie))).cookie()).isNull();
    assertThat(fields()).containsExactly("spec.logging.access.httpCaptureCookies" + field);
  }

  @Test
  @Behaviour({"RO-066", "IC-026"})
  void emptyRequestsAreLoggedUnlessIgnored() {
    assertThat(logging(container("", "", "Log")).emptyRequests()).isTrue();
    assertThat(logging(container("", "", "Ignore")).emptyRequests()).isFalse();
    assertThat(notices).isEmpty();
    assertThat(logging(container("", "", "ignore")).emptyRequests()).isTrue();
    assertThat(fields()).containsExactly("spec.logging.access.logEmptyRequests");
  }
}
