package dev.causeway.demo.check;

import dev.causeway.demo.check.HttpClient.Manner;
import dev.causeway.demo.client.Wire;
import dev.causeway.demo.system.Ports.RouterPorts;
import java.util.List;

/**
 * A kind of client of which every router has one.
 *
 * @param name what it does, for people
 * @param hosts visited in turn; one only where TLS is spoken
 * @param maker makes the client
 */
record Kind(String name, List<String> hosts, Maker maker) {
  /** Copies the list. */
  Kind {
    hosts = List.copyOf(hosts);
  }

  /** Makes a client for a router, on an event loop. */
  interface Maker {
    /** Returns the client. */
    Client client(LoopDialers.OnLoop on, RouterPorts router, Losses losses);
  }

  static Kind http(String what, Manner manner, String... hosts) {
    Wire wire = manner.wire();
    return new Kind(
        wire.label() + " " + what,
        List.of(hosts),
        (on, router, losses) ->
            new HttpClient(on.loop(), on.dialer(), port(wire, router), manner, losses));
  }

  static Kind webSocket(Wire wire, String host) {
    return new Kind(
        wire.label() + " WebSocket, opened and closed",
        List.of(host),
        (on, router, losses) -> new WebSocketClient(on.dialer(), port(wire, router), wire));
  }

  static Kind grpc(String what, boolean relayed, String host) {
    return new Kind(
        "gRPC " + what,
        List.of(host),
        (on, router, losses) ->
            new GrpcCalls(on.loop(), on.authority(), router.https(), relayed, losses));
  }

  private static int port(Wire wire, RouterPorts router) {
    return wire.tls() ? router.https() : router.http();
  }

  /** Returns the clients of the examples. */
  static List<Kind> ofExamples() {
    return List.of(
        http(
            "plain",
            Manner.of(Wire.HTTP1),
            "hello.apps.localhost",
            "status.apps.localhost",
            "acme.tenants.apps.localhost",
            "colours.apps.localhost"),
        http("with a filter", Manner.of(Wire.HTTP1), "filtered.apps.localhost"),
        http("passthrough", Manner.of(Wire.HTTPS1), "vault.apps.localhost"),
        http("reencrypt", Manner.of(Wire.HTTPS1), "bank.apps.localhost"),
        http("edge", Manner.of(Wire.HTTP2), "shop.apps.localhost"));
  }
}
