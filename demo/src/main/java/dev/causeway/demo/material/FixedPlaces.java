package dev.causeway.demo.material;

import dev.causeway.demo.process.DemoException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where origins listen when that is agreed on beforehand: ports in a row, by name.
 *
 * @param address address of all of them
 * @param ports port of each
 */
public record FixedPlaces(String address, Map<String, Integer> ports)
    implements ExampleFolder.OriginPlaces {

  /** Copies the map. */
  public FixedPlaces {
    ports = Map.copyOf(ports);
  }

  /** Gives each origin a port, from the first one on, in the order of names. */
  public static FixedPlaces of(String address, Map<String, Boolean> origins, int first) {
    List<String> names = origins.keySet().stream().sorted().toList();
    Map<String, Integer> ports = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      ports.put(names.get(i), first + i);
    }
    return new FixedPlaces(address, ports);
  }

  @Override
  public int port(String origin) {
    Integer port = ports.get(origin);
    if (port == null) {
      throw new DemoException("there is no demo origin named " + origin + ".");
    }
    return port;
  }
}
