package dev.causeway.demo.check;

import dev.causeway.demo.client.Dialer;
import dev.causeway.demo.client.Reply;
import dev.causeway.demo.client.WebSocketSession;
import dev.causeway.demo.client.Wire;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.process.Waiting;
import dev.causeway.demo.system.Ports.RouterPorts;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Every example once, on one router. */
final class Features {
  /** Characters that programs in between like to change (HO-026). */
  private static final String AWKWARD = "/a%2Fb/../c//d;p=1?q=%20|x";

  private static final int WEIGHTED_REQUESTS = 40;

  private final Probe probe;
  private final Dialer dialer;
  private final Map<String, Consumer<RouterPorts>> checks = new LinkedHashMap<>();

  Features(Probe probe, Dialer dialer) {
    this.probe = probe;
    this.dialer = dialer;
    checks.put("plain HTTP, target byte for byte", this::plain);
    checks.put("unknown host answered with 503", this::unknownHost);
    checks.put("edge over HTTPS/1.1 and HTTP/2", this::edge);
    checks.put("edge without insecure policy: 503 on HTTP", this::insecureNone);
    checks.put("edge redirect", this::redirect);
    checks.put("edge allow", this::allow);
    checks.put("passthrough", this::passthrough);
    checks.put("reencrypt", this::reencrypt);
    checks.put("wildcard", this::wildcard);
    checks.put("weighted backends", this::weighted);
    checks.put("WebSocket over HTTP and TLS", this::webSocket);
    checks.put("gateway filter", this::filter);
    checks.put("Ingress", this::ingress);
  }

  Map<String, Consumer<RouterPorts>> checks() {
    return checks;
  }

  /** Runs all of them; fails with the first that does not hold. */
  void all(RouterPorts router) {
    checks.forEach(
        (name, check) -> {
          try {
            check.accept(router);
          } catch (DemoException e) {
            throw new DemoException(name + ": " + e.getMessage(), e);
          }
        });
  }

  /** Checks what a control plane that is gone must not change. */
  void servesWithoutControlPlane(RouterPorts router) {
    edge(router);
    passthrough(router);
    reencrypt(router);
    wildcard(router);
    filter(router);
    ingress(router);
  }

  private static void require(boolean condition, String otherwise, Reply reply) {
    if (!condition) {
      throw new DemoException(
          otherwise + " (status " + reply.status() + ", headers " + reply.headers() + ").");
    }
  }

  private Reply served(RouterPorts router, Wire wire, String host, String target, String origin) {
    Reply reply = probe.reply(router, wire, host, target);
    require(
        reply.status() == 200 && reply.origin().equals(origin),
        wire.label() + " " + host + " was not served by " + origin,
        reply);
    return reply;
  }

  private void plain(RouterPorts router) {
    Reply reply = served(router, Wire.HTTP1, "hello.apps.localhost", AWKWARD, "hello");
    require(
        reply.body().contains("\"target\" : \"" + AWKWARD + "\""),
        "the target arrived changed: " + reply.body(),
        reply);
  }

  private void unknownHost(RouterPorts router) {
    Reply reply = probe.reply(router, Wire.HTTP1, "nobody.apps.localhost", "/");
    require(reply.status() == 503, "an unknown host was not refused with 503", reply);
  }

  private void edge(RouterPorts router) {
    served(router, Wire.HTTPS1, "shop.apps.localhost", "/", "shop");
    served(router, Wire.HTTP2, "shop.apps.localhost", "/", "shop");
  }

  private void insecureNone(RouterPorts router) {
    Reply reply = probe.reply(router, Wire.HTTP1, "shop.apps.localhost", "/");
    require(reply.status() == 503, "plain HTTP was not refused with 503", reply);
  }

  private void redirect(RouterPorts router) {
    Reply reply = probe.reply(router, Wire.HTTP1, "login.apps.localhost", "/a?b=c");
    require(
        reply.status() == 302
            && reply.header("location").orElse("").equals("https://login.apps.localhost/a?b=c"),
        "no redirect to HTTPS",
        reply);
    served(router, Wire.HTTP2, "login.apps.localhost", "/", "login");
  }

  private void allow(RouterPorts router) {
    served(router, Wire.HTTP1, "status.apps.localhost", "/", "status");
    served(router, Wire.HTTPS1, "status.apps.localhost", "/", "status");
  }

  private void passthrough(RouterPorts router) {
    Reply reply = served(router, Wire.HTTPS1, "vault.apps.localhost", "/", "vault");
    require(
        !reply.body().toLowerCase(java.util.Locale.ROOT).contains("x-forwarded-for"),
        "the router read what it should pass through",
        reply);
  }

  private void reencrypt(RouterPorts router) {
    Reply reply = served(router, Wire.HTTP2, "bank.apps.localhost", "/", "bank");
    require(reply.body().contains("\"tls\" : true"), "no TLS towards the origin", reply);
  }

  private void wildcard(RouterPorts router) {
    served(router, Wire.HTTP1, "acme.tenants.apps.localhost", "/", "tenants");
    served(router, Wire.HTTP2, "globex.tenants.apps.localhost", "/", "tenants");
    Reply deeper = probe.reply(router, Wire.HTTP1, "a.b.tenants.apps.localhost", "/");
    require(deeper.status() == 503, "the wildcard stands for more than one label", deeper);
  }

  private void weighted(RouterPorts router) {
    int blue = 0;
    for (int i = 0; i < WEIGHTED_REQUESTS; i++) {
      Reply reply = probe.reply(router, Wire.HTTP1, "colours.apps.localhost", "/");
      require(reply.status() == 200, "a weighted backend did not answer", reply);
      blue += reply.origin().equals("blue") ? 1 : 0;
    }
    // Round robin under load of others: near 30 of 40, never all and never less than half.
    if (blue <= WEIGHTED_REQUESTS / 2 || blue == WEIGHTED_REQUESTS) {
      throw new DemoException(
          "of " + WEIGHTED_REQUESTS + " requests " + blue + " went to blue, expected about 30.");
    }
  }

  private void webSocket(RouterPorts router) {
    for (Wire wire : new Wire[] {Wire.HTTP1, Wire.HTTPS1}) {
      int port = wire.tls() ? router.https() : router.http();
      String what = "WebSocket over " + wire.label() + " on port " + port;
      WebSocketSession session =
          Probe.await(what, WebSocketSession.open(dialer, port, wire, "chat.apps.localhost"));
      Waiting.until(
          what + " echoes",
          Duration.ofSeconds(10),
          () -> session.progress() >= 3 || session.ended().isDone());
      if (session.ended().isDone()) {
        Probe.await(what, session.ended());
      }
      session.finish();
    }
  }

  private void filter(RouterPorts router) {
    Reply reply = served(router, Wire.HTTP1, "filtered.apps.localhost", "/", "filtered");
    require(
        reply.header("x-demo-filter").orElse("").equals("gateway"),
        "the filter did not act",
        reply);
  }

  private void ingress(RouterPorts router) {
    served(router, Wire.HTTP2, "blog.apps.localhost", "/", "blog");
    served(router, Wire.HTTPS1, "blog.apps.localhost", "/comments/1", "comments");
    Reply reply = probe.reply(router, Wire.HTTP1, "blog.apps.localhost", "/");
    require(reply.status() == 302, "no redirect to HTTPS", reply);
  }

  /** Returns the serial number of the certificate that new handshakes see. */
  BigInteger serial(RouterPorts router, String host) {
    Probe.Seen seen = probe.get(router, Wire.HTTP2, host, "/");
    require(seen.reply().status() == 200, host + " did not answer", seen.reply());
    return Objects.requireNonNull(seen.peer()).getSerialNumber();
  }
}
