package dev.causeway.systemtests;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * Runs an image's program without a container engine, with this machine's Java in place of the
 * base's.
 *
 * <p>As root, in a mount namespace whose root is the image and read-only, as user 65532 without
 * capabilities. Otherwise as the present user, in the image's folder without write permissions;
 * paths of mounts are then replaced by those they stand for.
 */
final class Sandbox {
  private static final String USER = "65532";
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private final Path folder;
  private final boolean isContainer;

  /**
   * A folder that a program sees at another place.
   *
   * @param source folder of this machine
   * @param target where the program sees it
   * @param isWritable whether the program may write to it
   */
  record Mount(Path source, String target, boolean isWritable) {
    String text() {
      return source + ":" + target + ":" + (isWritable ? "rw" : "ro");
    }
  }

  Sandbox(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.isContainer = mayMount();
  }

  private static boolean mayMount() throws IOException, InterruptedException {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
          && new ProcessBuilder("unshare", "--mount", "--propagation", "private", "true")
                  .redirectErrorStream(true)
                  .start()
                  .waitFor()
              == 0
          && new ProcessBuilder("setpriv", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether programs run in a root of their own as another user. */
  boolean isContainer() {
    return isContainer;
  }

  /** Says how programs run. */
  String describe() {
    return isContainer
        ? "in a mount namespace with a read-only root, as user " + USER
        : "as the present user in a folder without write permission: not root, or no unshare";
  }

  /** Makes a folder that a program may write to. */
  Path volume(String name) throws IOException {
    Path volume = Files.createDirectories(folder.resolve(name));
    if (isContainer) {
      Files.setAttribute(volume, "unix:uid", Integer.parseInt(USER));
      Files.setAttribute(volume, "unix:gid", Integer.parseInt(USER));
    }
    return volume;
  }

  /** Starts an image's program. */
  Program start(
      String name,
      ImageTree image,
      List<Mount> mounts,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    List<String> command = image.command(arguments);
    return Program.start(
        name,
        folder,
        isContainer
            ? contained(name, image, mounts, environment, command)
            : beside(image, mounts, environment, command));
  }

  private ProcessBuilder contained(
      String name,
      ImageTree image,
      List<Mount> mounts,
      Map<String, String> environment,
      List<String> program)
      throws IOException {
    Path root = Files.createTempDirectory(folder, name + "-root-");
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private", "sh"));
    command.add(script().toString());
    command.add(root.toString());
    command.add(image.folder().toString());
    command.add(JAVA_HOME.toString());
    command.add(image.config().path("WorkingDir").asText());
    mounts.forEach(mount -> command.add(mount.text()));
    command.add("--");
    command.add("PATH=/opt/java/bin:/usr/bin:/bin");
    environment.forEach((key, value) -> command.add(key + "=" + value));
    command.addAll(
        List.of(
            "setpriv",
            "--reuid=" + USER,
            "--regid=" + USER,
            "--clear-groups",
            "--no-new-privs",
            "--inh-caps=-all",
            "--bounding-set=-all"));
    command.addAll(program);
    return new ProcessBuilder(command);
  }

  private static Path script() {
    URL script = Objects.requireNonNull(Sandbox.class.getResource("/images/container.sh"));
    return Path.of(URI.create(script.toString()));
  }

  private static ProcessBuilder beside(
      ImageTree image, List<Mount> mounts, Map<String, String> environment, List<String> program)
      throws IOException {
    Path home = image.folder().resolve(image.config().path("WorkingDir").asText().substring(1));
    forbidWriting(home);
    List<String> command = new ArrayList<>();
    // The path of this process would be searched, not the one the program gets.
    command.add(JAVA_HOME.resolve("bin").resolve(program.getFirst()).toString());
    program.stream().skip(1).map(word -> moved(word, mounts)).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().clear();
    defaults(home).forEach((key, value) -> builder.environment().put(key, moved(value, mounts)));
    environment.forEach((key, value) -> builder.environment().put(key, moved(value, mounts)));
    return builder;
  }

  private static String moved(String text, List<Mount> mounts) {
    String moved = text;
    for (Mount mount : mounts) {
      moved = moved.replace(mount.target(), mount.source().toString());
    }
    return moved;
  }

  /** The image's own settings that are paths, as variables of the environment. */
  private static Map<String, String> defaults(Path home) throws IOException {
    Map<String, String> defaults = new TreeMap<>();
    Path file = home.resolve("config/application.yaml");
    if (Files.exists(file)) {
      flatten("", new Yaml().load(Files.readString(file)), defaults);
      defaults.values().removeIf(value -> !value.startsWith("/"));
    }
    return defaults;
  }

  private static void flatten(String prefix, Object value, Map<String, String> into) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> flatten(prefix + "_" + key, inner, into));
    } else {
      into.put(
          prefix.substring(1).replace("-", "").toUpperCase(Locale.ROOT), String.valueOf(value));
    }
  }

  private static void forbidWriting(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        mode.remove(PosixFilePermission.OWNER_WRITE);
        mode.remove(PosixFilePermission.GROUP_WRITE);
        mode.remove(PosixFilePermission.OTHERS_WRITE);
        Files.setPosixFilePermissions(file, mode);
      }
    }
  }

  /** Gives write permission back, so that the folder can be removed. */
  void close(ImageTree image) throws IOException {
    if (!isContainer) {
      try (Stream<Path> files = Files.walk(image.folder())) {
        for (Path file : files.toList()) {
          Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
          mode.add(PosixFilePermission.OWNER_WRITE);
          Files.setPosixFilePermissions(file, mode);
        }
      }
    }
  }
}
