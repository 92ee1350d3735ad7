package dev.causeway.demo.check;

import dev.causeway.demo.check.Site.Place;
import dev.causeway.demo.client.Dialer;
import dev.causeway.demo.client.GrpcClient;
import dev.causeway.demo.client.LongExchange;
import dev.causeway.demo.client.SlowDownload;
import dev.causeway.demo.client.WebSocketSession;
import dev.causeway.demo.client.Wire;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Ports.RouterPorts;
import java.util.ArrayList;
import java.util.List;

/** Exchanges that are to last as long as everything else does. Used by one thread. */
final class Standing {
  private static final int BYTES_PER_SECOND = 500_000;

  private final List<Entry> entries = new ArrayList<>();
  private final List<GrpcClient> grpc = new ArrayList<>();

  private record Entry(String name, LongExchange exchange) {}

  Standing(Installation installation, LoopDialers dialers, int seconds) {
    for (int i = 0; i < installation.routers(); i++) {
      RouterPorts router = installation.router(i);
      LoopDialers.OnLoop on = dialers.next();
      String name = Installation.routerName(i) + " ";
      webSocket(name, on.dialer(), router.http(), Wire.HTTP1, Place.PLAIN);
      webSocket(name, on.dialer(), router.https(), Wire.HTTPS1, Place.EDGE);
      webSocket(name, on.dialer(), router.https(), Wire.HTTP2, Place.EDGE);
      webSocket(name, on.dialer(), router.https(), Wire.HTTP2, Place.FILTERED);
      webSocket(name, on.dialer(), router.https(), Wire.HTTPS1, Place.REENCRYPT);
      webSocket(name, on.dialer(), router.https(), Wire.HTTPS1, Place.PASSTHROUGH);
      for (Place place : List.of(Place.GRPC_EDGE, Place.GRPC_REENCRYPT, Place.GRPC_PASSTHROUGH)) {
        GrpcClient client =
            new GrpcClient(
                on.loop(), on.authority(), router.https(), place.host(), place.isRelayed());
        grpc.add(client);
        entries.add(new Entry(name + "gRPC talk, " + place.route(), client.talk()));
      }
      download(name, on.dialer(), router, (long) seconds * BYTES_PER_SECOND);
    }
  }

  private void webSocket(String name, Dialer dialer, int port, Wire wire, Place place) {
    String what = name + "WebSocket over " + wire.label() + ", " + place.route();
    entries.add(
        new Entry(
            what, Probe.await(what, WebSocketSession.open(dialer, port, wire, place.host()))));
  }

  private void download(String name, Dialer dialer, RouterPorts router, long bytes) {
    String what = name + "slow download, " + Place.PLAIN.route();
    entries.add(
        new Entry(
            what,
            Probe.await(
                what,
                SlowDownload.start(
                    dialer, router.http(), Place.PLAIN.host(), bytes, BYTES_PER_SECOND))));
  }

  /** Fails with what is broken, if something is. */
  void requireAll() {
    for (Entry entry : entries) {
      if (entry.exchange().ended().isCompletedExceptionally()) {
        Probe.await(entry.name(), entry.exchange().ended());
      }
    }
  }

  /** Ends all of them and returns what came of each. */
  List<StepResult> finish() {
    entries.forEach(entry -> entry.exchange().finish());
    List<StepResult> results = new ArrayList<>();
    for (Entry entry : entries) {
      String problem = "";
      try {
        Probe.await(entry.name(), entry.exchange().ended());
      } catch (DemoException e) {
        problem = String.valueOf(e.getMessage());
      }
      results.add(
          new StepResult(entry.name() + ", " + entry.exchange().progress(), 1, 0, 0, problem));
    }
    grpc.forEach(GrpcClient::closeWhenIdle);
    return results;
  }
}
