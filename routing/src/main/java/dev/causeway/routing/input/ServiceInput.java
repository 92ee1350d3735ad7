package dev.causeway.routing.input;

import java.util.List;

/**
 * A Service.
 *
 * @param key identity
 * @param metadata metadata
 * @param origin where it was read from
 * @param type {@code spec.type}
 * @param clusterIp {@code spec.clusterIP}, empty where absent
 * @param ports {@code spec.ports}
 */
public record ServiceInput(
    ObjectKey key,
    Metadata metadata,
    Origin origin,
    String type,
    String clusterIp,
    List<Port> ports)
    implements Input {
  /** Copies the list. */
  public ServiceInput {
    ports = List.copyOf(ports);
  }

  /**
   * A port of a Service.
   *
   * @param name name, empty where absent
   * @param protocol protocol, {@code TCP} where absent
   * @param port Service port
   * @param appProtocol application protocol, empty where absent
   */
  public record Port(String name, String protocol, int port, String appProtocol) {}
}
