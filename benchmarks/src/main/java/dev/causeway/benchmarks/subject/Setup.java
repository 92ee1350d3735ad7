package dev.causeway.benchmarks.subject;

import dev.causeway.benchmarks.load.Subject;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts everything a run needs: an nginx origin, HAProxy, a control plane and two routers. */
public final class Setup {

  private static final String SERVED_HOST = "bench.localhost";
  private static final int BODY_BYTES = 1024;

  private final Processes processes;
  private final Programs programs;
  private final BenchPki pki = BenchPki.create();
  private final X509Bundle served = pki.issue(SERVED_HOST);

  /** Creates a set-up whose processes belong to {@code processes}. */
  public Setup(Processes processes, Programs programs) {
    this.processes = processes;
    this.programs = programs;
  }

  /** Starts everything and returns what is to be measured, HAProxy first. */
  public List<Subject> start() throws IOException {
    int originPort = startOrigin();
    List<Subject> subjects = new ArrayList<>();
    subjects.add(startHaproxy(originPort));
    writeManifests(originPort);
    Installation installation = Installation.start(processes, programs, pki);
    subjects.add(subject("express", installation.router("express", "on", "512m")));
    subjects.add(subject("gateway", installation.router("gateway", "off", "512m")));
    return subjects;
  }

  private int startOrigin() throws IOException {
    int port = Processes.freePort();
    processes.write("www/1k", "x".repeat(BODY_BYTES));
    Path config = processes.write("nginx.conf", Template.fill("nginx.conf", values(port)));
    Process process =
        processes.start(
            "nginx",
            List.of("nginx", "-c", config.toString(), "-p", processes.folder().toString()));
    processes.awaitPort("nginx", process, port);
    return port;
  }

  private Subject startHaproxy(int originPort) throws IOException {
    int httpPort = Processes.freePort();
    int httpsPort = Processes.freePort();
    Path pem =
        processes.write("server.pem", served.getCertificatePathPEM() + served.getPrivateKeyPEM());
    processes.write("backends.map", "^bench\\.localhost\\.?(:[0-9]+)?(/.*)?$ bench\n");
    String config =
        Template.fill("haproxy.cfg", values(originPort))
            .replace("@HTTP_PORT@", Integer.toString(httpPort))
            .replace("@HTTPS_PORT@", Integer.toString(httpsPort));
    Path file = processes.write("haproxy.cfg", config);
    Process process = processes.start("haproxy", List.of("haproxy", "-db", "-f", file.toString()));
    processes.awaitPort("haproxy", process, httpsPort);
    Files.delete(pem);
    return new Subject("HAProxy", List.of(process.pid()), httpPort, httpsPort);
  }

  private void writeManifests(int originPort) throws IOException {
    String manifests =
        Template.fill(
            "manifests.yaml",
            Map.of(
                "ORIGIN_PORT", Integer.toString(originPort),
                "CERTIFICATE", Template.indent(served.getCertificatePathPEM(), 6),
                "KEY", Template.indent(served.getPrivateKeyPEM(), 6)));
    processes.write("manifests/bench.yaml", manifests);
  }

  private static Subject subject(String path, Installation.Router router) {
    return new Subject(
        "Causeway " + path, List.of(router.pid()), router.httpPort(), router.httpsPort());
  }

  private Map<String, String> values(int originPort) {
    return Map.of(
        "FOLDER", processes.folder().toString(), "ORIGIN_PORT", Integer.toString(originPort));
  }
}
