package dev.causeway.router.boot;

import dev.causeway.router.sync.SyncOptions.Target;
import dev.causeway.router.sync.TlsFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where snapshots come from, keys {@code causeway.control-plane.*}.
 *
 * @param targets {@code host:port} of every control plane replica; empty follows nobody
 * @param tls PEM files of this router's certificate and key and of what it trusts; needed as soon
 *     as there are targets, since the stream carries private keys
 */
@ConfigurationProperties("causeway.control-plane")
public record ControlPlaneProperties(
    @DefaultValue List<String> targets, @NestedConfigurationProperty @Nullable TlsFiles tls) {

  /** Checks that the stream would be authenticated. */
  public ControlPlaneProperties {
    targets = List.copyOf(targets);
    boolean complete =
        tls != null && tls.certificate() != null && tls.key() != null && tls.trust() != null;
    if (!targets.isEmpty() && !complete) {
      throw new IllegalArgumentException(
          "causeway.control-plane.tls needs certificate, key and trust");
    }
  }

  /**
   * Returns the parsed targets.
   *
   * @throws IllegalArgumentException if one is not {@code host:port}
   */
  public List<Target> parsedTargets() {
    return targets.stream().map(ControlPlaneProperties::parse).toList();
  }

  private static Target parse(String text) {
    try {
      return Target.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("causeway.control-plane.targets: " + e.getMessage(), e);
    }
  }
}
