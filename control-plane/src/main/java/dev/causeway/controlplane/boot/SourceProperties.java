package dev.causeway.controlplane.boot;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where manifests come from, keys {@code causeway.source.*}.
 *
 * @param kind {@code folder} or {@code kubernetes}
 * @param folder folder of manifests, required where the kind is {@code folder}
 * @param rescan how often the whole folder is looked through, at least one second; changes are
 *     noticed at once without it on file systems that give notice
 * @param deleteGrace how long a file must be gone or empty before that is believed, because editors
 *     replace files by moving them away first
 */
@ConfigurationProperties("causeway.source")
public record SourceProperties(
    @DefaultValue("folder") Kind kind,
    @Nullable Path folder,
    @DefaultValue("30s") Duration rescan,
    @DefaultValue("100ms") Duration deleteGrace) {
  /** The kinds of sources. */
  public enum Kind {
    /** A folder of manifests. */
    FOLDER,
    /** The API of the cluster. */
    KUBERNETES
  }

  /** Checks the bounds. */
  public SourceProperties {
    if (rescan.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new StartupException("causeway.source.rescan must be at least 1s");
    }
    if (deleteGrace.isNegative() || deleteGrace.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new StartupException("causeway.source.delete-grace must be between 0 and 1m");
    }
  }

  /** Returns the folder, or fails with a sentence. */
  Path requiredFolder() {
    if (folder == null) {
      throw new StartupException("causeway.source.folder is required: the folder of manifests");
    }
    return folder;
  }
}
