package dev.causeway.snapctl;

import dev.causeway.snapctl.Main.Surroundings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to ask and as whom. */
final class ConnectionOptions {
  private static final String PREFIX = "CAUSEWAY_SNAPCTL_";

  private final Surroundings surroundings;

  @Option(names = "--server", paramLabel = "HOST:PORT", description = "Inspection port.")
  private @Nullable String server;

  @Option(names = "--cert", paramLabel = "FILE", description = "Client certificate, PEM.")
  private @Nullable String cert;

  @Option(names = "--key", paramLabel = "FILE", description = "Its private key, PKCS#8 PEM.")
  private @Nullable String key;

  @Option(names = "--ca", paramLabel = "FILE", description = "Authority of the server, PEM.")
  private @Nullable String ca;

  @Option(names = "--config", paramLabel = "FILE", description = "Properties with the settings.")
  private @Nullable String config;

  ConnectionOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Connects.
   *
   * @throws SnapctlException if a setting is missing or a file cannot be used
   */
  Connection open() throws SnapctlException {
    Path file = configFile();
    Properties properties = read(file);
    Path base = file == null ? null : file.toAbsolutePath().getParent();
    return Connection.open(
        required("server", server, properties),
        path(required("cert", cert, properties), cert, "cert", base),
        path(required("key", key, properties), key, "key", base),
        path(required("ca", ca, properties), ca, "ca", base));
  }

  private @Nullable Path configFile() {
    if (config != null) {
      return Path.of(config);
    }
    String named = surroundings.environment().get(PREFIX + "CONFIG");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    return Files.isRegularFile(surroundings.defaultConfig()) ? surroundings.defaultConfig() : null;
  }

  private static Properties read(@Nullable Path file) throws SnapctlException {
    Properties properties = new Properties();
    if (file != null) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new SnapctlException(
            SnapctlException.USAGE, "the connection file " + file + " cannot be read");
      }
    }
    return properties;
  }

  private @Nullable String fromEnvironment(String name) {
    String value = surroundings.environment().get(PREFIX + name.toUpperCase(Locale.ROOT));
    return value == null || value.isBlank() ? null : value;
  }

  private String required(String name, @Nullable String option, Properties properties)
      throws SnapctlException {
    if (option != null) {
      return option;
    }
    String value = fromEnvironment(name);
    if (value == null) {
      value = properties.getProperty(name);
    }
    if (value == null || value.isBlank()) {
      throw new SnapctlException(
          SnapctlException.USAGE,
          "no "
              + name
              + " is known; give --"
              + name
              + ", "
              + PREFIX
              + name.toUpperCase(Locale.ROOT)
              + ", or a file with --config");
    }
    return value.strip();
  }

  /** Paths from the properties file are relative to it; others to the working directory. */
  private Path path(String value, @Nullable String option, String name, @Nullable Path base) {
    boolean fromFile = option == null && fromEnvironment(name) == null;
    return fromFile && base != null ? base.resolve(value) : Path.of(value);
  }
}
