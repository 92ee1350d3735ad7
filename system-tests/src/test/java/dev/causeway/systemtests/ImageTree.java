package dev.causeway.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The layers of one image, unpacked one over the other as a container engine does.
 *
 * @param folder the image's root
 * @param config how to run it, as the image says
 * @param owners user and group of every entry of the layers, by path
 */
record ImageTree(Path folder, JsonNode config, Map<String, String> owners) {
  private static final String WHITEOUT = ".wh.";

  /** Unpacks what {@code ./causeway images} wrote for an image. */
  static ImageTree unpack(Path built, Path folder) throws IOException {
    Map<String, String> owners = new TreeMap<>();
    for (Path layer : layers(built)) {
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(layer)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          Path target = folder.resolve(entry.getName().replaceFirst("^/", "")).normalize();
          if (!target.startsWith(folder)) {
            throw new IOException(entry.getName() + " is outside of the image");
          }
          if (target.getFileName().toString().startsWith(WHITEOUT)) {
            throw new IOException("layers of ours only add, but there is " + entry.getName());
          }
          if (entry.isDirectory()) {
            Files.createDirectories(target);
          } else if (entry.isFile()) {
            Files.createDirectories(target.getParent());
            Files.copy(tar, target);
          } else {
            throw new IOException(entry.getName() + " is neither a file nor a folder");
          }
          owners.put(
              "/" + folder.relativize(target),
              entry.getLongUserId() + ":" + entry.getLongGroupId());
        }
      }
    }
    JsonNode config = new ObjectMapper().readTree(built.resolve("config.json").toFile());
    return new ImageTree(folder, config.path("config"), owners);
  }

  /** The tar files of an image in their order. */
  static List<Path> layers(Path built) throws IOException {
    try (Stream<Path> files = Files.list(built)) {
      return files.filter(file -> file.toString().endsWith(".tar")).sorted().toList();
    }
  }

  /** Entrypoint and arguments; the given ones replace those of the image. */
  List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    config.path("Entrypoint").forEach(word -> command.add(word.asText()));
    if (arguments.isEmpty()) {
      config.path("Cmd").forEach(word -> command.add(word.asText()));
    }
    command.addAll(arguments);
    return command;
  }
}
