package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.source.ClusterSource;
import dev.causeway.controlplane.source.FolderSource;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads a folder of manifests: {@code causeway.source.kind=folder}, the default. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "causeway.source.kind", havingValue = "folder", matchIfMissing = true)
class FolderConfiguration {

  @Bean(destroyMethod = "")
  ClusterSource folderSource(
      SourceProperties source,
      RoleProperties roles,
      IngressProperties ingresses,
      Pipeline pipeline) {
    if (!roles.roles().equals(Set.of(Role.SERVE))) {
      throw new StartupException(
          "causeway.roles names status, ingress or cleanup, which write to a cluster: set"
              + " causeway.source.kind=kubernetes, or leave them out for a folder");
    }
    try {
      return new FolderSource(
          source.requiredFolder(),
          source.rescan(),
          source.deleteGrace(),
          ingresses.options(),
          pipeline);
    } catch (IOException e) {
      throw new StartupException(Objects.toString(e.getMessage(), "the folder is unusable"), e);
    }
  }
}
