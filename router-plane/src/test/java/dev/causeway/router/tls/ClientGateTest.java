package dev.causeway.router.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.ClientAuth;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClientGateTest {
  private static ClientGate gate(String... patterns) {
    return new ClientGate(new ClientAuth(true, "b", List.of(patterns)));
  }

  @Test
  @Timeout(20)
  void patternsThatBacktrackWithoutEndLetNobodyIn() {
    String subject = "/CN=" + "a".repeat(2_000) + "!";
    assertThat(gate("(a|aa)+$").permits(subject)).isFalse();
    assertThat(gate("(a|aa)+$", "!$").permits(subject)).as("the next one counts").isTrue();
  }

  @Test
  void patternsAreSearchedAsAlternatives() {
    assertThat(gate().permits("")).isTrue();
    assertThat(gate("OU=x", "OU=team").permits("/CN=app/OU=team/O=org")).isTrue();
    assertThat(gate("^OU=team").permits("/CN=app/OU=team/O=org")).isFalse();
    assertThat(gate(ClientAuth.NOTHING).permits("/CN=app")).isFalse();
  }

  @Test
  void namesAreWrittenAsOpenSslDoes() {
    assertThat(SubjectNames.slash(new X500Principal("CN=app,OU=team,O=org")))
        .isEqualTo("/O=org/OU=team/CN=app");
    assertThat(
            SubjectNames.slash(
                new X500Principal("CN=\"a, b\",EMAILADDRESS=a@b.c,DC=test,UID=u,STREET=s")))
        .isEqualTo("/street=s/UID=u/DC=test/emailAddress=a@b.c/CN=a, b");
    assertThat(SubjectNames.slash(new X500Principal("CN=Jürgen"))).isEqualTo("/CN=J\\xC3\\xBCrgen");
    assertThat(SubjectNames.commonName(new X500Principal("O=org"))).isEmpty();
  }
}
