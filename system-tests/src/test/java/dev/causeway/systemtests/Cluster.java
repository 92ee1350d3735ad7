package dev.causeway.systemtests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A folder of manifests, and control planes and routers that serve it. */
final class Cluster implements AutoCloseable {
  private final Path folder;
  private final Path manifests;
  private final Identities identities;
  private final Web web;
  private final List<Program> programs = new ArrayList<>();

  /**
   * A control plane.
   *
   * @param program its process
   * @param streamPort port of the stream
   * @param management port of the actuator
   */
  record ControlPlane(Program program, int streamPort, int management) {}

  /**
   * A router.
   *
   * @param program its process
   * @param http port for plain HTTP
   * @param https port for TLS
   * @param management port of the actuator
   */
  record Router(Program program, int http, int https, int management) {}

  Cluster(Path folder) throws Exception {
    this.folder = folder;
    this.manifests = Files.createDirectories(folder.resolve("manifests"));
    this.identities = new Identities(Files.createDirectories(folder.resolve("identities")));
    this.web = new Web(identities.authority());
  }

  Web web() {
    return web;
  }

  Identities identities() {
    return identities;
  }

  /** Writes a manifest whole, as a rename. */
  void write(String name, String yaml) throws IOException {
    Path next = Files.writeString(manifests.resolve("." + name + ".next"), yaml);
    Files.move(next, manifests.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts a control plane on a free port and waits until it is ready. */
  ControlPlane controlPlane() throws Exception {
    return controlPlane(freePort());
  }

  /** Starts a control plane on the given stream port and waits until it is ready. */
  ControlPlane controlPlane(int streamPort) throws Exception {
    return controlPlane(manifests, streamPort);
  }

  /** Starts a control plane where Routes may name these filters, and waits until it is ready. */
  ControlPlane controlPlaneAllowing(String filters) throws Exception {
    return controlPlane(manifests, freePort(), "--causeway.filters.allowed=" + filters);
  }

  /** Starts a control plane of another folder, where what is gone is believed to be at once. */
  ControlPlane controlPlane(Path other) throws Exception {
    return controlPlane(other, freePort(), "--causeway.source.delete-grace=0s");
  }

  /** Starts a control plane that reads the API of a cluster, by plain HTTP and unknown to it. */
  ControlPlane controlPlaneOf(String api, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--causeway.source.kind=kubernetes");
    arguments.add("--spring.cloud.kubernetes.client.master-url=" + api);
    return controlPlane(freePort(), arguments);
  }

  private ControlPlane controlPlane(Path source, int streamPort, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--causeway.source.folder=" + source);
    return controlPlane(streamPort, arguments);
  }

  private ControlPlane controlPlane(int streamPort, List<String> arguments) throws Exception {
    int management = freePort();
    arguments.add("--causeway.domain=apps.test");
    arguments.add("--causeway.endpoints.allow-loopback=true");
    arguments.add("--causeway.stream.address=127.0.0.1");
    arguments.add("--causeway.stream.port=" + streamPort);
    arguments.addAll(identities.options("causeway.stream.tls", "control-plane.causeway"));
    arguments.add("--causeway.inspect.address=127.0.0.1");
    arguments.add("--causeway.inspect.port=" + freePort());
    arguments.addAll(identities.options("causeway.inspect.tls", "control-plane.causeway"));
    arguments.add("--management.server.port=" + management);
    arguments.add("--management.server.address=127.0.0.1");
    Program program = start("control-plane", PackagedJars.CONTROL_PLANE, arguments, management);
    return new ControlPlane(program, streamPort, management);
  }

  /** Starts a router and waits until it is ready. */
  Router router(String name, int streamPort) throws Exception {
    return router(name, PackagedJars.ROUTER_PLANE, streamPort);
  }

  /** Starts a router from a jar that somebody made, and waits until it is ready. */
  Router router(String name, PackagedJars jar, int streamPort) throws Exception {
    int http = freePort();
    int https = freePort();
    int management = freePort();
    List<String> arguments = new ArrayList<>();
    arguments.add("--causeway.control-plane.targets=127.0.0.1:" + streamPort);
    arguments.addAll(identities.options("causeway.control-plane.tls", "router.default.causeway"));
    arguments.add("--causeway.router.name=" + name);
    arguments.add("--causeway.router.bind-address=127.0.0.1");
    arguments.add("--causeway.router.http-port=" + http);
    arguments.add("--causeway.router.https-port=" + https);
    arguments.add("--causeway.router.last-known-good=" + folder.resolve("lkg-" + name));
    arguments.add("--causeway.router.shutdown-delay=0s");
    arguments.add("--causeway.router.drain-timeout=30s");
    arguments.add("--management.server.port=" + management);
    Program program = start(name, jar, arguments, management);
    return new Router(program, http, https, management);
  }

  private Program start(String name, PackagedJars jar, List<String> arguments, int management)
      throws Exception {
    Program program = Program.start(name, folder, jar, arguments);
    programs.add(program);
    Eventually.holds(
        () -> {
          program.requireAlive();
          if (!web.isReady(management)) {
            throw new AssertionError(name + " is not ready:\n" + program.output());
          }
        });
    return program;
  }

  /** A port nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    programs.reversed().forEach(Program::close);
  }
}
