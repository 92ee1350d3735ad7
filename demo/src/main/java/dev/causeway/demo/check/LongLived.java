package dev.causeway.demo.check;

import dev.causeway.demo.client.Dialer;
import dev.causeway.demo.client.SlowDownload;
import dev.causeway.demo.client.WebSocketSession;
import dev.causeway.demo.client.Wire;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Ports.RouterPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A WebSocket and a slow download per router that run beside everything else. */
final class LongLived {
  private static final long BYTES_PER_SECOND = 4_000_000;
  private static final long WAIT_SECONDS = 90;

  private final Dialer dialer;
  private final long length;
  private final List<WebSocketSession> sockets = new ArrayList<>();
  private final List<List<SlowDownload>> downloads = new ArrayList<>();

  LongLived(Installation installation, Dialer dialer, long length) {
    this.dialer = dialer;
    this.length = length;
    for (int i = 0; i < installation.routers(); i++) {
      RouterPorts router = installation.router(i);
      sockets.add(
          Probe.await(
              "WebSocket on " + Installation.routerName(i),
              WebSocketSession.open(dialer, router.https(), Wire.HTTPS1, "chat.apps.localhost")));
      downloads.add(new ArrayList<>());
      startDownload(i, router);
    }
  }

  private void startDownload(int index, RouterPorts router) {
    downloads
        .get(index)
        .add(
            Probe.await(
                "download on " + Installation.routerName(index),
                SlowDownload.start(
                    dialer, router.http(), "status.apps.localhost", length, BYTES_PER_SECOND)));
  }

  /** Starts another download where the last one is through. */
  void keepDownloading(int index, RouterPorts router) {
    if (downloads.get(index).getLast().ended().isDone()) {
      startDownload(index, router);
    }
  }

  /** Ends a router's WebSocket from the client's side. */
  void finishSocket(int index) {
    sockets.get(index).finish();
  }

  /** Waits until all have ended; returns one result each. */
  List<StepResult> results(Installation installation) {
    List<StepResult> results = new ArrayList<>();
    for (int i = 0; i < installation.routers(); i++) {
      WebSocketSession socket = sockets.get(i);
      socket.finish();
      String name = Installation.routerName(i) + " WebSocket";
      results.add(
          new StepResult(
              name + ", " + socket.progress() + " messages echoed",
              1,
              0,
              0,
              problem(socket.ended())));
      for (SlowDownload download : downloads.get(i)) {
        results.add(
            new StepResult(
                Installation.routerName(i)
                    + " download of "
                    + length / 1_000_000
                    + " MB at "
                    + BYTES_PER_SECOND / 1_000_000
                    + " MB/s",
                1,
                0,
                0,
                problem(download.ended())));
      }
    }
    return results;
  }

  private static String problem(CompletableFuture<?> ended) {
    try {
      ended.get(WAIT_SECONDS, TimeUnit.SECONDS);
      return "";
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    } catch (TimeoutException e) {
      return "did not end within " + WAIT_SECONDS + " s";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted.", e);
    }
  }
}
