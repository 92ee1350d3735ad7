package dev.causeway.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Tar and JSON files as images consist of. */
final class Archives {
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private Archives() {}

  /** Reads a JSON file. */
  static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new ImagesException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** Calls with every entry of a tar file, compressed or not, and its content. */
  static void read(Path file, BiConsumer<TarArchiveEntry, InputStream> each) {
    try (InputStream in = plain(new BufferedInputStream(Files.newInputStream(file)));
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        each.accept(entry, tar);
      }
    } catch (IOException e) {
      throw new ImagesException(file + " is no readable tar file: " + e.getMessage() + ".", e);
    }
  }

  private static InputStream plain(BufferedInputStream in) throws IOException {
    in.mark(2);
    boolean isGzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
    in.reset();
    return isGzip ? new GZIPInputStream(in) : in;
  }

  /** Unpacks the files of a tar file that are needed to read an image. */
  static void unpack(Path file, Path folder) {
    read(
        file,
        (entry, content) -> {
          if (entry.isFile()) {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
              throw new ImagesException(file + " has an entry outside of it: " + entry.getName());
            }
            Folders.write(content, target);
          }
        });
  }

  /** Writes an image as {@code docker save} does. */
  static void packForDocker(OciLayout.Chosen image, Path archive) {
    ArrayNode manifest = new ObjectMapper().createArrayNode();
    var first = manifest.addObject();
    first.put("Config", name(image.config()));
    first.putArray("RepoTags");
    ArrayNode layers = first.putArray("Layers");
    image.layers().forEach(layer -> layers.add(name(layer)));
    // The same layer may be there twice.
    Set<Path> blobs = new LinkedHashSet<>(image.layers());
    blobs.add(image.config());
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)))) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (Path blob : blobs) {
        add(tar, name(blob), Files.readAllBytes(blob));
      }
      add(tar, "manifest.json", manifest.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ImagesException(archive + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static String name(Path blob) {
    return blob.getFileName() + ".blob";
  }
}
