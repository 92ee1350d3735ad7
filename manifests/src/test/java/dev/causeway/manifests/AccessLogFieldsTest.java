package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.input.AccessLogInput;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The access log, as IngressControllers say it. */
class AccessLogFieldsTest {
  @Test
  @Behaviour("RO-084")
  void absentIsNotEmpty() {
    assertThat(GivenSpec.controller("domain: a.test").accessLog()).isNull();
    assertThat(GivenSpec.controller("logging: {}").accessLog()).isNull();
    assertThat(GivenSpec.controller("logging: {access: null}").accessLog()).isNull();
    assertThat(GivenSpec.controller("logging: {access: {}}").accessLog()).isNotNull();
  }

  @Test
  @Behaviour({"IC-020", "IC-021", "IC-023"})
  void everyFieldIsRead() {
    assertThat(
            GivenSpec.controller(
                    """
                    logging:
                      access:
                        destination:
                          type: Syslog
                          container: {maxLength: 480}
                          syslog: {address: 192.0.2.1, port: 514, facility: local2, maxLength: 2048}
                        httpLogFormat: "%ci %ST"
                        httpCaptureHeaders:
                          request: [{name: Host, maxLength: 40}]
                          response: [{name: Server, maxLength: 10}, {name: Via, maxLength: 20}]
                        httpCaptureCookies:
                          - {matchType: Prefix, namePrefix: ses, maxLength: 100}
                        logEmptyRequests: Ignore
                    """)
                .accessLog())
        .isEqualTo(
            new AccessLogInput(
                "Syslog",
                "192.0.2.1",
                "514",
                "local2",
                "2048",
                "%ci %ST",
                List.of(new AccessLogInput.Header("Host", "40")),
                List.of(
                    new AccessLogInput.Header("Server", "10"),
                    new AccessLogInput.Header("Via", "20")),
                List.of(new AccessLogInput.Cookie("Prefix", "", "ses", "100")),
                "Ignore"));
  }

  @Test
  @Behaviour("IC-022")
  void lengthIsThatOfTheDestination() {
    AccessLogInput log =
        GivenSpec.controller(
                "logging: {access: {destination: {type: Container, container: {maxLength: 480},"
                    + " syslog: {maxLength: 1}}}}")
            .accessLog();
    assertThat(log).isNotNull();
    assertThat(log.maxLength()).isEqualTo("480");
  }

  @ParameterizedTest
  @CsvSource({
    "'logging: on', spec.logging",
    "'logging: {access: on}', spec.logging.access",
    "'logging: {access: {destination: Container}}', spec.logging.access.destination",
    "'logging: {access: {httpCaptureCookies: [a]}}', spec.logging.access.httpCaptureCookies[0]"
  })
  void aTextIsNoObjectWithoutFields(String spec, String field) {
    assertThat(GivenSpec.file(spec).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains(field + ": must be an object"));
  }
}
