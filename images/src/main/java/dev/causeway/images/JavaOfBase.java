package dev.causeway.images;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Looks for Java in a base image, so that one that cannot run the programs is refused at once. */
final class JavaOfBase {
  private static final int OLDEST = 25;
  private static final String JAVA = "/bin/java";
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");
  private static final Pattern OTHER_C_LIBRARY = Pattern.compile("/lib/ld-musl-.*");

  private final Set<String> programs = new TreeSet<>();
  private final Map<String, Integer> versions = new HashMap<>();
  private boolean hasOtherLibrary;

  private JavaOfBase() {}

  /**
   * Returns the command that starts the base's Java.
   *
   * @param base what to call the base in complaints
   * @param config its image configuration
   * @param layers its layers
   */
  static String find(Path base, JsonNode config, List<Path> layers) {
    JavaOfBase search = new JavaOfBase();
    layers.forEach(layer -> Archives.read(layer, search::look));
    if (search.programs.isEmpty()) {
      throw new ImagesException(
          base + " has no Java: take the image of a JRE " + OLDEST + " or newer as --base.");
    }
    if (search.hasOtherLibrary) {
      throw new ImagesException(
          base
              + " is built on musl, which the native libraries do not run on: take one with glibc.");
    }
    int newest = search.versions.values().stream().mapToInt(Integer::intValue).max().orElse(OLDEST);
    if (newest < OLDEST) {
      throw new ImagesException(
          base + " has Java " + newest + ": the programs need " + OLDEST + " or newer.");
    }
    return search.command(config.path("config").path("Env"));
  }

  private void look(TarArchiveEntry entry, InputStream content) {
    String name = entry.getName().replaceFirst("^(\\./|/)*", "/");
    if (name.endsWith(JAVA)) {
      programs.add(name);
    } else if (OTHER_C_LIBRARY.matcher(name).matches()) {
      hasOtherLibrary = true;
    } else if (name.endsWith("/release") && entry.isFile()) {
      try {
        Matcher version =
            VERSION.matcher(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        if (version.find()) {
          versions.put(name, Integer.parseInt(version.group(1)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String command(JsonNode environment) {
    String home = "";
    String path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    for (JsonNode variable : environment) {
      String text = variable.asText();
      if (text.startsWith("PATH=")) {
        path = text.substring("PATH=".length());
      } else if (text.startsWith("JAVA_HOME=")) {
        home = text.substring("JAVA_HOME=".length());
      }
    }
    for (String folder : path.split(":", -1)) {
      if (programs.contains(folder + "/java")) {
        return "java";
      }
    }
    return programs.contains(home + JAVA) ? home + JAVA : programs.iterator().next();
  }
}
