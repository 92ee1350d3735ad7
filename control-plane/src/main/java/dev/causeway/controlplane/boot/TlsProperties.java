package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.stream.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PEM files of one mutual TLS identity.
 *
 * @param certificate own chain, leaf first
 * @param key own private key, PKCS#8
 * @param trust certificates that peers must chain to
 */
public record TlsProperties(@Nullable Path certificate, @Nullable Path key, @Nullable Path trust) {

  /** Returns the files, or fails with a sentence that names the missing one. */
  static TlsFiles files(@Nullable TlsProperties tls, String prefix) {
    return new TlsFiles(
        file(tls == null ? null : tls.certificate, prefix + ".certificate"),
        file(tls == null ? null : tls.key, prefix + ".key"),
        file(tls == null ? null : tls.trust, prefix + ".trust"));
  }

  private static Path file(@Nullable Path path, String name) {
    if (path == null) {
      throw new StartupException(name + " is required: the path of a PEM file");
    }
    if (!Files.isReadable(path) || !Files.isRegularFile(path)) {
      throw new StartupException(name + " is " + path + ", which is no readable file");
    }
    return path;
  }
}
