package dev.causeway.router.sync;

import dev.causeway.proto.codec.ResourceEncoder;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.PersistentMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds what served last.
 *
 * <p>It contains private keys: the folder has mode 0700, the file 0600, and both belong on
 * memory-backed storage. A file is replaced by renaming, so a reader never sees half of one.
 */
final class LastKnownGood {
  static final String FILE = "last-known-good";

  private static final Logger LOG = LoggerFactory.getLogger(LastKnownGood.class);
  private static final String MAGIC = "causeway-last-known-good 1\n";
  private static final int DIGEST_BYTES = 32;

  private final Path folder;
  private final String shard;

  LastKnownGood(Path folder, String shard) {
    this.folder = folder;
    this.shard = shard;
  }

  /** Returns what is stored; empty if there is nothing, or nothing usable, which is logged. */
  Optional<dev.causeway.proto.v1.LastKnownGood> load() {
    Path file = folder.resolve(FILE);
    try {
      byte[] content = Files.readAllBytes(file);
      byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
      int header = magic.length + DIGEST_BYTES;
      if (content.length < header
          || !Arrays.equals(content, 0, magic.length, magic, 0, magic.length)) {
        return ignored(file, "it does not begin as a stored snapshot does");
      }
      byte[] message = Arrays.copyOfRange(content, header, content.length);
      if (!Arrays.equals(digest(message), Arrays.copyOfRange(content, magic.length, header))) {
        return ignored(file, "its checksum does not match its content");
      }
      var stored = dev.causeway.proto.v1.LastKnownGood.parseFrom(message);
      if (!stored.getShard().equals(shard)) {
        return ignored(file, "it belongs to shard " + stored.getShard());
      }
      return Optional.of(stored);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return ignored(file, "it cannot be read: " + e.getMessage());
    }
  }

  private static Optional<dev.causeway.proto.v1.LastKnownGood> ignored(Path file, String why) {
    LOG.warn(
        "The last known good snapshot in {} is ignored: {}. The router waits for its control"
            + " plane.",
        file,
        why);
    return Optional.empty();
  }

  /**
   * Replaces what is stored.
   *
   * @throws IOException if it cannot be written; what was stored before stays
   */
  void store(StoredSnapshot snapshot) throws IOException {
    byte[] message = encode(snapshot).toByteArray();
    Path temporary = folder.resolve(FILE + ".new");
    Files.createDirectories(folder, mode("rwx------"));
    Files.deleteIfExists(temporary);
    // The mode is part of creating the file: at no moment can anybody else open it.
    Files.createFile(temporary, mode("rw-------"));
    try (var out =
        Files.newOutputStream(
            temporary, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      out.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
      out.write(digest(message));
      out.write(message);
    }
    Files.move(
        temporary,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  private static dev.causeway.proto.v1.LastKnownGood encode(StoredSnapshot snapshot) {
    var message =
        dev.causeway.proto.v1.LastKnownGood.newBuilder()
            .setShard(snapshot.shard())
            .putAllSourcePosition(snapshot.sourcePosition())
            .addAllRejections(WireRejections.all(snapshot.rejections()))
            .setStoredUnixMillis(snapshot.stored().toEpochMilli());
    addAll(message, snapshot.config());
    addAll(message, snapshot.endpoints());
    return message.build();
  }

  private static void addAll(
      dev.causeway.proto.v1.LastKnownGood.Builder message,
      PersistentMap<ResourceKey, Versioned> lane) {
    lane.forEach(
        (_, versioned) ->
            message.addResources(ResourceEncoder.encode(versioned.resource(), versioned.hash())));
  }

  private static byte[] digest(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
