package dev.causeway.demo;

import dev.causeway.demo.inspect.Inspector.AdmittedRoute;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Layout;
import dev.causeway.demo.system.Ports;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** What is served where, and lines to try it with. */
final class Guide {
  private final Installation installation;
  private final Layout layout;
  private final boolean examples;

  /**
   * Takes what runs.
   *
   * @param examples whether the examples are served, for which lines to try are known
   */
  Guide(Installation installation, Layout layout, boolean examples) {
    this.installation = installation;
    this.layout = layout;
    this.examples = examples;
  }

  void print(PrintWriter out) {
    synchronized (out) {
      Ports ports = installation.ports();
      out.println();
      out.println("  Serving " + relative(installation.manifests()) + " (watched: edit it now)");
      out.println();
      for (AdmittedRoute route : installation.inspector().admitted()) {
        String host = route.wildcard() ? route.host().replaceFirst("^[^.]+", "*") : route.host();
        out.printf("    %-30s Route %-18s %s%n", host, route.route(), route.origin());
      }
      List<String> rejected = installation.inspector().rejected();
      if (!rejected.isEmpty()) {
        out.println();
        out.println("  Not served:");
        rejected.forEach(line -> out.println("    " + line));
      }
      out.println();
      for (int i = 0; i < installation.routers(); i++) {
        Ports.RouterPorts own = ports.routers().get(i);
        out.printf(
            "    %-14s http %d, https %d, actuator http://127.0.0.1:%d/actuator/snapshot%n",
            Installation.routerName(i), own.http(), own.https(), own.management());
      }
      out.printf(
          "    %-14s stream %d, inspection %d, actuator http://127.0.0.1:%d/actuator/snapshot%n",
          "control-plane", ports.stream(), ports.inspect(), ports.management());
      if (examples) {
        printLines(out, ports);
      }
      out.println();
      out.println("  Logs: " + relative(layout.logs()) + "    Ctrl-C stops everything.");
      out.println();
      out.flush();
    }
  }

  private void printLines(PrintWriter out, Ports ports) {
    Ports.RouterPorts first = ports.routers().getFirst();
    out.println();
    out.println("  Try, in another terminal (router 1):");
    out.println();
    out.printf(
        "    c() { curl --cacert %s --connect-to :80:127.0.0.1:%d --connect-to :443:127.0.0.1:%d"
            + " \"$@\"; }%n",
        relative(layout.authority()), first.http(), first.https());
    out.println();
    line(out, "plain HTTP", "c http://hello.apps.localhost/");
    line(out, "edge, HTTP/2 by SNI", "c --http2 -sS -D- https://shop.apps.localhost/");
    line(out, "redirect to HTTPS", "c -sS -D- -L http://login.apps.localhost/");
    line(
        out,
        "HTTP and HTTPS alike",
        "c http://status.apps.localhost/ https://status.apps.localhost/");
    line(out, "passthrough", "c https://vault.apps.localhost/");
    line(out, "reencrypt", "c https://bank.apps.localhost/");
    line(out, "wildcard", "c https://acme.tenants.apps.localhost/");
    line(
        out,
        "weighted 3 to 1",
        "for i in $(seq 8); do c -s http://colours.apps.localhost/ | grep origin; done");
    line(
        out,
        "WebSocket",
        "c -sN --http1.1 --max-time 2 -D- -H 'Connection: Upgrade' -H 'Upgrade: websocket'"
            + " -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='"
            + " https://chat.apps.localhost/ws");
    line(out, "gateway filter", "c -sS -D- http://filtered.apps.localhost/ -o /dev/null");
    line(out, "Ingress", "c https://blog.apps.localhost/ https://blog.apps.localhost/comments");
    line(out, "100 MB", "c -o /dev/null http://hello.apps.localhost/download");
    line(out, "explain", "./causeway snapctl explain GET https://shop.apps.localhost/cart");
  }

  private static void line(PrintWriter out, String what, String command) {
    out.printf("    # %s%n    %s%n", what, command);
  }

  private static Path relative(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path) : path;
  }
}
