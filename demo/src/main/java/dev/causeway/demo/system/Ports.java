package dev.causeway.demo.system;

import dev.causeway.demo.process.DemoException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where everything listens, on loopback.
 *
 * @param routers ports of each router
 * @param stream snapshot stream of the control plane
 * @param inspect inspection service of the control plane
 * @param management actuator of the control plane
 */
public record Ports(List<RouterPorts> routers, int stream, int inspect, int management) {
  private static final int LAST = 65535;

  /**
   * Where a router listens.
   *
   * @param http plain HTTP
   * @param https TLS
   * @param management actuator
   */
  public record RouterPorts(int http, int https, int management) {}

  /** Copies the list. */
  public Ports {
    routers = List.copyOf(routers);
  }

  /** Returns the ports next to the first ones of each kind: two routers, then the rest. */
  public static Ports from(int http, int https, int management, int stream) {
    return new Ports(
        List.of(
            new RouterPorts(http, https, management + 1),
            new RouterPorts(http + 1, https + 1, management + 2)),
        stream,
        stream + 1,
        management);
  }

  /** Returns the same without the routers behind the first one. */
  public Ports withOneRouter() {
    return new Ports(routers.subList(0, 1), stream, inspect, management);
  }

  /**
   * Returns ports nobody listens on at this moment.
   *
   * @param routers number of routers
   */
  public static Ports anyFree(int routers) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      List<RouterPorts> each = new ArrayList<>();
      for (int i = 0; i < routers; i++) {
        each.add(new RouterPorts(hold(held), hold(held), hold(held)));
      }
      return new Ports(each, hold(held), hold(held), hold(held));
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private static int hold(List<ServerSocket> held) throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    held.add(socket);
    return socket.getLocalPort();
  }

  private Map<String, Integer> byOption() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (int i = 0; i < routers.size(); i++) {
      ports.put("--http-port (router " + (i + 1) + ")", routers.get(i).http());
      ports.put("--https-port (router " + (i + 1) + ")", routers.get(i).https());
      ports.put("--management-port (router " + (i + 1) + ")", routers.get(i).management());
    }
    ports.put("--management-port", management);
    ports.put("--stream-port", stream);
    ports.put("--stream-port (inspection)", inspect);
    return ports;
  }

  /**
   * Checks that all ports are free and different.
   *
   * @throws DemoException naming the port and the option that changes it
   */
  public void requireFree() {
    Map<Integer, String> taken = new LinkedHashMap<>();
    byOption()
        .forEach(
            (option, port) -> {
              if (port < 1 || port > LAST) {
                throw new DemoException(option + " would be " + port + ", which is no port.");
              }
              String other = taken.put(port, option);
              if (other != null) {
                throw new DemoException(
                    option + " and " + other + " would both be " + port + ": choose another.");
              }
              requireFree(port, option);
            });
  }

  private static void requireFree(int port, String option) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      String name = option.replaceAll(" .*", "");
      throw new DemoException(
          "port "
              + port
              + " is in use: stop what listens there, or choose others with "
              + name
              + ".",
          e);
    }
  }
}
