package dev.causeway.benchmarks.subject;

import dev.causeway.benchmarks.load.Subject;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
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
    Path folder = processes.folder();
    int originPort = startOrigin();
    List<Subject> subjects = new ArrayList<>();
    subjects.add(startHaproxy(originPort));
    pki.write(folder.resolve("pki"), "control-plane", "localhost");
    pki.write(folder.resolve("pki"), "router", "router.default.causeway");
    pki.write(folder.resolve("pki"), "snapctl", "snapctl.causeway");
    int streamPort = startControlPlane(originPort);
    subjects.add(startRouter("express", "on", streamPort));
    subjects.add(startRouter("gateway", "off", streamPort));
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

  private int startControlPlane(int originPort) throws IOException {
    int streamPort = Processes.freePort();
    int inspectPort = Processes.freePort();
    int managementPort = Processes.freePort();
    String manifests =
        Template.fill(
            "manifests.yaml",
            Map.of(
                "ORIGIN_PORT", Integer.toString(originPort),
                "CERTIFICATE", Template.indent(served.getCertificatePathPEM(), 6),
                "KEY", Template.indent(served.getPrivateKeyPEM(), 6)));
    processes.write("manifests/bench.yaml", manifests);
    List<String> command = new ArrayList<>(programs.java("256m"));
    command.addAll(
        List.of(
            "-jar",
            programs.controlPlane().toString(),
            "--causeway.source.folder=" + processes.folder().resolve("manifests"),
            "--causeway.stream.port=" + streamPort,
            "--causeway.inspect.port=" + inspectPort,
            "--causeway.endpoints.allow-loopback=true",
            "--causeway.domain=apps.localhost",
            "--management.server.port=" + managementPort));
    command.addAll(tls("causeway.stream.tls", "control-plane"));
    command.addAll(tls("causeway.inspect.tls", "control-plane"));
    Process process = processes.start("control-plane", command);
    processes.awaitOk("control-plane", process, readiness(managementPort));
    return streamPort;
  }

  private Subject startRouter(String path, String express, int streamPort) throws IOException {
    int httpPort = Processes.freePort();
    int httpsPort = Processes.freePort();
    int managementPort = Processes.freePort();
    List<String> command = new ArrayList<>(programs.java("512m"));
    command.addAll(
        List.of(
            "-jar",
            programs.router().toString(),
            "--causeway.control-plane.targets=localhost:" + streamPort,
            "--causeway.router.name=bench-" + path,
            "--causeway.router.shard=default",
            "--causeway.router.bind-address=127.0.0.1",
            "--causeway.router.http-port=" + httpPort,
            "--causeway.router.https-port=" + httpsPort,
            "--causeway.router.express=" + express,
            "--causeway.router.shutdown-delay=0s",
            "--causeway.router.drain-timeout=1s",
            "--management.server.port=" + managementPort));
    command.addAll(tls("causeway.control-plane.tls", "router"));
    String name = "router-" + path;
    Process process = processes.start(name, command);
    processes.awaitOk(name, process, readiness(managementPort));
    return new Subject("Causeway " + path, List.of(process.pid()), httpPort, httpsPort);
  }

  private List<String> tls(String prefix, String identity) {
    Path pki = processes.folder().resolve("pki");
    return List.of(
        "--" + prefix + ".certificate=" + pki.resolve(identity + ".crt"),
        "--" + prefix + ".key=" + pki.resolve(identity + ".key"),
        "--" + prefix + ".trust=" + pki.resolve("ca.crt"));
  }

  private Map<String, String> values(int originPort) {
    return Map.of(
        "FOLDER", processes.folder().toString(), "ORIGIN_PORT", Integer.toString(originPort));
  }

  private static URI readiness(int port) {
    return URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
  }
}
