package dev.causeway.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.TlsVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {
  private static List<String> fields(TlsSettings tls) {
    Settings settings =
        new Settings("s", "", List.of(), true, 1, 1, 1, 1, 1, ErrorPages.BUILT_IN, tls);
    return SettingsCheck.problems(settings).stream().map(ResourceProblem::field).toList();
  }

  @Test
  void whatCouldNotBeServedIsRefusedBeforeItIsActive() {
    assertThat(fields(TlsSettings.DEFAULT)).isEmpty();
    TlsProfile empty = new TlsProfile(TlsVersion.TLS_1_2, List.of(), List.of(), false);
    assertThat(fields(new TlsSettings(empty, null))).containsExactly("tls.suites");
    ClientAuth broken = new ClientAuth(true, null, List.of("ok", "("));
    assertThat(fields(new TlsSettings(TlsProfile.INTERMEDIATE, broken)))
        .containsExactly("tls.clientAuth.subjectPatterns[1]");
    ClientAuth nothing = new ClientAuth(true, null, List.of(ClientAuth.NOTHING));
    assertThat(fields(new TlsSettings(TlsProfile.INTERMEDIATE, nothing))).isEmpty();
  }
}
