package dev.causeway.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Base images of a few bytes, in the forms in which image tools write them. */
final class FakeBase {
  static final String JAVA_25 = "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n";

  private final String architecture;
  private final List<String> environment = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();
  private String mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";

  FakeBase(String architecture) {
    this.architecture = architecture;
  }

  /** A base that will do. */
  static FakeBase good(String architecture) {
    return new FakeBase(architecture)
        .variable("PATH=/opt/java/bin:/usr/bin")
        .file("opt/java/bin/java", "")
        .file("opt/java/release", JAVA_25);
  }

  FakeBase variable(String variable) {
    environment.add(variable);
    return this;
  }

  FakeBase file(String name, String content) {
    files.put(name, content);
    return this;
  }

  FakeBase mediaType(String type) {
    mediaType = type;
    return this;
  }

  byte[] layer() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    files.forEach((name, text) -> entries.put(name, bytes(text)));
    return tar(entries);
  }

  private byte[] config() {
    return json(
        Map.of(
            "architecture",
            architecture,
            "os",
            "linux",
            "config",
            Map.of("Env", environment),
            "rootfs",
            Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer())))));
  }

  /** Writes what {@code docker save} does. */
  Path dockerArchive(Path file) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("config.json", config());
    entries.put("layer.tar", layer());
    entries.put(
        "manifest.json",
        json(List.of(Map.of("Config", "config.json", "Layers", List.of("layer.tar")))));
    return write(file, tar(entries));
  }

  /** Writes an OCI image layout of one image per base, with an index that lists them. */
  static Path ociLayout(Path folder, FakeBase... bases) {
    List<Object> manifests = new ArrayList<>();
    for (FakeBase base : bases) {
      byte[] layer = gzip(base.layer());
      byte[] manifest =
          json(
              Map.of(
                  "schemaVersion",
                  2,
                  "config",
                  blob(folder, "application/vnd.oci.image.config.v1+json", base.config()),
                  "layers",
                  List.of(blob(folder, base.mediaType, layer))));
      manifests.add(blob(folder, "application/vnd.oci.image.manifest.v1+json", manifest));
    }
    // As docker save writes it: the index of the layout points to one for all platforms.
    byte[] index = json(Map.of("schemaVersion", 2, "manifests", manifests));
    Map<String, Object> top = blob(folder, "application/vnd.oci.image.index.v1+json", index);
    write(
        folder.resolve("index.json"), json(Map.of("schemaVersion", 2, "manifests", List.of(top))));
    return folder;
  }

  private static Map<String, Object> blob(Path folder, String type, byte[] content) {
    write(folder.resolve("blobs/sha256").resolve(sha256(content)), content);
    return Map.of("mediaType", type, "digest", "sha256:" + sha256(content), "size", content.length);
  }

  private static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] tar(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(each.getKey());
        entry.setSize(each.getValue().length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(each.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] json(Object value) {
    return bytes(new ObjectMapper().valueToTree(value).toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
