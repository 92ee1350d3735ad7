package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What endpoints see of a rewritten path, and what clients do not. */
abstract class RewriteSuite extends PolicySuite {

  @Override
  void extend(Routes routes) {
    super.extend(routes);
    rewritten(routes, "foo.rewrite.test", "/foo", "/");
    rewritten(routes, "dir.rewrite.test", "/foo/", "/");
    rewritten(routes, "bar.rewrite.test", "/foo", "/bar");
    rewritten(routes, "slash.rewrite.test", "/foo", "/a/");
    rewritten(routes, "empty.rewrite.test", "", "/app");
    rewritten(routes, "cut.rewrite.test", "/foo", "/x#");
  }

  private static void rewritten(Routes routes, String host, String path, String target) {
    RulePolicies policies = Routes.policies(target, null, null);
    routes.rule(host, path, Termination.EDGE, InsecurePolicy.ALLOW, policies, List.of(), "one");
    // One certificate for all of them, so that each may come over any connection.
    routes.certificate(host, "shared");
  }

  private void becomes(String host, String asked, String seen) throws Exception {
    try (TestClient client = client(host)) {
      assertThat(client.get(host, asked).status()).isEqualTo(200);
    }
    assertThat(one().nextRequest().target()).as("%s%s", host, asked).isEqualTo(seen);
  }

  @Test
  @Behaviour({"AN-045", "AN-046", "AN-047"})
  void slashSwallowsThePathOfTheRoute() throws Exception {
    proxied(4);
    becomes("foo.rewrite.test", "/foo", "/");
    becomes("foo.rewrite.test", "/foo/", "/");
    becomes("foo.rewrite.test", "/foo/bar", "/bar");
    becomes("foo.rewrite.test", "/foo/bar/", "/bar/");
  }

  @Test
  @Behaviour({"AN-053", "AN-054", "AN-055"})
  void aPathThatEndsWithASlashNeedsIt() throws Exception {
    proxied(2);
    becomes("dir.rewrite.test", "/foo/", "/");
    becomes("dir.rewrite.test", "/foo/bar", "/bar");
    try (TestClient client = client("dir.rewrite.test")) {
      assertThat(client.get("dir.rewrite.test", "/foo").status()).isEqualTo(503);
    }
  }

  @Test
  @Behaviour({"AN-049", "AN-050", "AN-051"})
  void otherTargetsAreConcatenated() throws Exception {
    proxied(3);
    becomes("bar.rewrite.test", "/foo", "/bar");
    becomes("bar.rewrite.test", "/foo/", "/bar/");
    becomes("bar.rewrite.test", "/foo/bar", "/bar/bar");
  }

  @Test
  @Behaviour({"AN-052", "AN-057", "AN-058"})
  void slashesAndQueriesStayAsTheyAre() throws Exception {
    proxied(3);
    becomes("slash.rewrite.test", "/foo/bar", "/a//bar");
    becomes("empty.rewrite.test", "/x", "/app/x");
    becomes("bar.rewrite.test", "/foo/b%2Fc/?q=%20", "/bar/b%2Fc/?q=%20");
  }

  @Test
  @Behaviour("AN-060")
  void hashKeepsTheRestOfThePathOut() throws Exception {
    proxied(1);
    becomes("cut.rewrite.test", "/foo/bar?q=1", "/x?q=1");
  }

  @Test
  @Behaviour("AN-061")
  void answersAreNotRewrittenAndNoPrefixIsTold() throws Exception {
    proxied(1);
    try (TestClient client = client("foo.rewrite.test")) {
      Answer answer =
          client.get(
              "foo.rewrite.test", "/foo/with?Location:_/next|Set-Cookie:_a=1;_Path=/|X-Own:_/foo");
      assertThat(answer.header("location")).isEqualTo("/next");
      assertThat(answer.header("set-cookie")).isEqualTo("a=1; Path=/");
      assertThat(answer.body()).isEqualTo("with");
    }
    assertThat(one().nextRequest().headers("X-Forwarded-Prefix")).isEmpty();
  }
}
