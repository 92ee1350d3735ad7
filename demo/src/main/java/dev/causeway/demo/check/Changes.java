package dev.causeway.demo.check;

import dev.causeway.demo.client.Reply;
import dev.causeway.demo.client.Wire;
import dev.causeway.demo.inspect.Inspector;
import dev.causeway.demo.inspect.Inspector.Version;
import dev.causeway.demo.material.ExampleFolder;
import dev.causeway.demo.origin.OriginServer;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.process.Waiting;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Origins;
import dev.causeway.demo.system.Ports.RouterPorts;
import java.math.BigInteger;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Changes to the served folder. Each returns the nanoseconds from writing the file until every
 * router acknowledged it, and has then seen the change in a request to every router.
 */
final class Changes {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String ROUTE = "01-plain-http/route.yaml";
  private static final String HOST = "hello.apps.localhost";
  private static final String SHOP = "shop.apps.localhost";

  private final Installation installation;
  private final Origins origins;
  private final ExampleFolder examples;
  private final Probe probe;
  private final Features features;
  private boolean atNext;

  Changes(
      Installation installation,
      Origins origins,
      ExampleFolder examples,
      Probe probe,
      Features features) {
    this.installation = installation;
    this.origins = origins;
    this.examples = examples;
    this.probe = probe;
    this.features = features;
  }

  /** Points a Route at another Service. */
  long editRoute() {
    atNext = !atNext;
    String origin = atNext ? "hello-next" : "hello";
    return routeNowServes(origin);
  }

  /** Points the Route back at the Service it names in the repository. */
  void restoreRoute() {
    if (atNext) {
      editRoute();
    }
  }

  private long routeNowServes(String origin) {
    Version before = version();
    long start = System.nanoTime();
    examples.rewrite(
        ROUTE, text -> text.replace("    name: hello\n", "    name: " + origin + "\n"));
    acknowledged(before);
    long took = System.nanoTime() - start;
    forEachRouter(
        router -> {
          Reply reply = probe.reply(router, Wire.HTTP1, HOST, "/edited");
          if (!reply.origin().equals(origin)) {
            throw new DemoException(
                "after both routers acknowledged, "
                    + HOST
                    + " on port "
                    + router.http()
                    + " was answered by "
                    + reply.origin()
                    + " with "
                    + reply.status()
                    + ".");
          }
        });
    return took;
  }

  /** Moves an origin to another port. */
  long moveOrigin() {
    restoreRoute();
    Version before = version();
    OriginServer old = origins.replace("hello");
    long start = System.nanoTime();
    examples.rewrite("01-plain-http/service.yaml", text -> text);
    Waiting.until(
        "the control plane publishes the endpoint change",
        LIMIT,
        () -> holds(version -> !version.endpointsRoot().equals(before.endpointsRoot())));
    Waiting.until(
        "both routers serve the endpoint change",
        LIMIT,
        () -> installation.servesEndpoints(version().endpointsRoot()));
    final long took = System.nanoTime() - start;
    String port = "\"port\" : " + origins.port("hello") + ",";
    forEachRouter(
        router -> {
          Reply reply = probe.reply(router, Wire.HTTP1, HOST, "/moved");
          if (!reply.body().contains(port)) {
            throw new DemoException(
                "after both routers acknowledged, the origin's old port still answered: "
                    + reply.status()
                    + " "
                    + reply.body().strip());
          }
        });
    // What was on its way to the old port when the routers switched is answered before it closes.
    long quiet = System.nanoTime();
    Waiting.until(
        "the old port has nothing left to answer",
        LIMIT,
        () -> old.inFlight() == 0 && System.nanoTime() - quiet > Duration.ofMillis(100).toNanos());
    old.close();
    return took;
  }

  /** Gives a Route another certificate. */
  long rotateCertificate() {
    Version before = version();
    BigInteger old = examples.certificate(SHOP).getCertificate().getSerialNumber();
    examples.reissue(SHOP);
    BigInteger fresh = examples.certificate(SHOP).getCertificate().getSerialNumber();
    long start = System.nanoTime();
    examples.rewrite("02-edge/route.yaml", text -> text);
    acknowledged(before);
    long took = System.nanoTime() - start;
    forEachRouter(
        router -> {
          BigInteger seen = features.serial(router, SHOP);
          if (!seen.equals(fresh)) {
            throw new DemoException(
                "after both routers acknowledged, a new handshake saw serial "
                    + seen.toString(16)
                    + (seen.equals(old) ? ", the old one." : "."));
          }
        });
    return took;
  }

  private void forEachRouter(Consumer<RouterPorts> check) {
    for (int i = 0; i < installation.routers(); i++) {
      check.accept(installation.router(i));
    }
  }

  private Version version() {
    return installation
        .inspector()
        .version()
        .orElseThrow(() -> new DemoException("the control plane does not answer."));
  }

  private boolean holds(Predicate<Version> condition) {
    return installation.inspector().version().filter(condition).isPresent();
  }

  private void acknowledged(Version before) {
    Inspector inspector = installation.inspector();
    Waiting.until(
        "the control plane publishes the change",
        LIMIT,
        () -> holds(version -> !version.id().equals(before.id())));
    Version now = version();
    if (!inspector.awaitEffective(now.id(), installation.routers(), LIMIT)) {
      throw new DemoException(
          "not both routers served snapshot "
              + now.id().substring(0, 12)
              + " within "
              + LIMIT.toSeconds()
              + " s.");
    }
  }
}
