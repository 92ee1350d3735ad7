package dev.causeway.controlplane.boot;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ports of this process, keys {@code causeway.stream.*} and {@code causeway.inspect.*}.
 *
 * @param stream the port routers connect to
 * @param inspect the port of the inspection service; without a port there is none
 */
@ConfigurationProperties("causeway")
public record ServerProperties(@DefaultValue Listener stream, @DefaultValue Listener inspect) {

  /**
   * One port.
   *
   * @param address address to listen on
   * @param port port to listen on, at most 65535, 0 for any free one
   * @param tls identity of this process on that port and whom it trusts
   * @param identities names in certificates that may use the inspection service; unused for the
   *     port of routers, where the name tells the shard
   */
  public record Listener(
      @DefaultValue("0.0.0.0") String address,
      @Nullable Integer port,
      @NestedConfigurationProperty @Nullable TlsProperties tls,
      @DefaultValue("snapctl.causeway") Set<String> identities) {
    /** Copies the set. */
    public Listener {
      identities = Set.copyOf(identities);
    }

    /** Returns the port, or fails with a sentence. */
    int requiredPort(String name) {
      if (port == null) {
        throw new StartupException(name + " is required: the port to listen on");
      }
      if (port < 0 || port > 65535) {
        throw new StartupException(name + " is " + port + ", which is outside 0..65535");
      }
      return port;
    }
  }
}
