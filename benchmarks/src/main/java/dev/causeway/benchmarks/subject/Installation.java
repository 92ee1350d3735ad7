package dev.causeway.benchmarks.subject;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A control plane and its routers. */
public final class Installation {
  private final Processes processes;
  private final Programs programs;
  private final int streamPort;
  private final ControlPlane controlPlane;

  /**
   * The control plane.
   *
   * @param pid its process
   * @param managementPort port of its meters
   */
  public record ControlPlane(long pid, int managementPort) {}

  /**
   * A router that is ready.
   *
   * @param pid its process
   * @param httpPort port of plain HTTP
   * @param httpsPort port of TLS
   * @param managementPort port of its meters
   */
  public record Router(long pid, int httpPort, int httpsPort, int managementPort) {}

  private Installation(Processes processes, Programs programs, Source source, String heap)
      throws IOException {
    this.processes = processes;
    this.programs = programs;
    this.streamPort = Processes.freePort();
    this.controlPlane = startControlPlane(source, heap);
  }

  /** Starts a control plane that reads the folder {@code manifests} of the run. */
  public static Installation start(Processes processes, Programs programs, BenchPki pki)
      throws IOException {
    Source source = Source.folder(processes.folder().resolve("manifests"));
    return start(processes, programs, pki, source, "256m");
  }

  /**
   * Starts a control plane and waits until it published.
   *
   * @param source what it reads; everything is there already
   * @param heap size of its heap, as the JVM takes it
   */
  public static Installation start(
      Processes processes, Programs programs, BenchPki pki, Source source, String heap)
      throws IOException {
    Path folder = processes.folder();
    pki.write(folder.resolve("pki"), "control-plane", "localhost");
    pki.write(folder.resolve("pki"), "router", "router.default.causeway");
    pki.write(folder.resolve("pki"), "snapctl", "snapctl.causeway");
    return new Installation(processes, programs, source, heap);
  }

  /** Returns the control plane. */
  public ControlPlane controlPlane() {
    return controlPlane;
  }

  private ControlPlane startControlPlane(Source source, String heap) throws IOException {
    int inspectPort = Processes.freePort();
    int managementPort = Processes.freePort();
    List<String> command = new ArrayList<>(programs.java(heap));
    command.addAll(source.options());
    command.addAll(
        List.of(
            "-jar",
            programs.controlPlane().toString(),
            "--causeway.stream.port=" + streamPort,
            "--causeway.inspect.port=" + inspectPort,
            "--causeway.endpoints.allow-loopback=true",
            "--causeway.domain=apps.localhost",
            "--management.server.port=" + managementPort));
    command.addAll(source.arguments());
    command.addAll(tls("causeway.stream.tls", "control-plane"));
    command.addAll(tls("causeway.inspect.tls", "control-plane"));
    Process process = processes.start("control-plane", command);
    processes.awaitOk("control-plane", process, readiness(managementPort));
    return new ControlPlane(process.pid(), managementPort);
  }

  /**
   * Starts a router.
   *
   * @param path name of the path requests take, for the log
   * @param express value of {@code causeway.router.express}
   * @param heap size of its heap, as the JVM takes it
   */
  public Router router(String path, String express, String heap) throws IOException {
    int httpPort = Processes.freePort();
    int httpsPort = Processes.freePort();
    int managementPort = Processes.freePort();
    List<String> command = new ArrayList<>(programs.java(heap));
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
    return new Router(process.pid(), httpPort, httpsPort, managementPort);
  }

  private List<String> tls(String prefix, String identity) {
    Path pki = processes.folder().resolve("pki");
    return List.of(
        "--" + prefix + ".certificate=" + pki.resolve(identity + ".crt"),
        "--" + prefix + ".key=" + pki.resolve(identity + ".key"),
        "--" + prefix + ".trust=" + pki.resolve("ca.crt"));
  }

  private static URI readiness(int port) {
    return URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
  }
}
