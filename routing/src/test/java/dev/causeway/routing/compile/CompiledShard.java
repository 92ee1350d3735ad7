package dev.causeway.routing.compile;

import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.VirtualHost;
import io.netty.pkitesting.X509Bundle;
import java.util.Arrays;
import java.util.List;

/** A compiler, and what it has made so far. */
final class CompiledShard {
  final ShardCompiler compiler = new ShardCompiler(Given.OPTIONS);

  void apply(GivenRoute... routes) {
    compiler.apply(Arrays.stream(routes).map(GivenRoute::put).toList());
  }

  <T extends Resource> List<T> all(Class<T> type) {
    return compiler.resources().stream().filter(type::isInstance).map(type::cast).toList();
  }

  VirtualHost host(String name) {
    return all(VirtualHost.class).stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the certificate whose key is that of {@code bundle}. */
  Certificate certificateOf(X509Bundle bundle) {
    return all(Certificate.class).stream()
        .filter(
            certificate ->
                Arrays.equals(
                    certificate.privateKey().reveal(),
                    bundle.getKeyPair().getPrivate().getEncoded()))
        .findFirst()
        .orElseThrow();
  }
}
