package dev.causeway.images;

import dev.causeway.images.probe.Probe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** Lays out the files of an image, one folder per layer. */
final class Layout {
  private static final Pattern NATIVE_JAR =
      Pattern.compile(".*-(linux|osx|windows)-[a-z0-9_]+\\.jar");
  private static final Pattern NATIVE_LIBRARY = Pattern.compile("META-INF/native/(lib[^/]+\\.so)");
  private static final String OWN = "causeway-";
  private static final String PROBE = "probe.jar";
  // Any fixed time will do; it is the one of the other jars.
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private final Programs programs;
  private final Platform platform;

  Layout(Programs programs, Platform platform) {
    this.programs = programs;
    this.platform = platform;
  }

  /**
   * Lays out an image.
   *
   * @param folder replaced by one with a folder for each layer, also for those without files
   * @return the layers that have files
   */
  List<Layer> lay(Image image, Path folder) {
    Path unpacked = Folders.empty(folder.resolveSibling(folder.getFileName() + ".unpacked"));
    Folders.empty(folder);
    for (Layer.Kind kind : Layer.Kind.values()) {
      Folders.empty(folder.resolve(kind.id()));
    }
    programs.unpack(image, unpacked);
    for (Path library : Folders.jars(unpacked.resolve("lib"))) {
      place(library, folder);
    }
    Path application = home(folder, Layer.Kind.APPLICATION);
    Folders.copy(unpacked.resolve(image.jar()), application.resolve(image.jar()));
    Folders.write(probe(), application.resolve(PROBE));
    configure(image, "java.options", folder);
    configure(image, "config/application.yaml", folder);
    Folders.remove(unpacked);
    for (String state : image.folders()) {
      Folders.make(folder.resolve(Layer.Kind.STATE.id()).resolve(state.substring(1)));
    }
    List<Layer> layers = new ArrayList<>();
    for (Layer.Kind kind : Layer.Kind.values()) {
      Layer layer = new Layer(kind, folder.resolve(kind.id()));
      if (!layer.isEmpty()) {
        layers.add(layer);
      }
    }
    return layers;
  }

  private static Path home(Path folder, Layer.Kind kind) {
    return folder.resolve(kind.id()).resolve(Image.HOME.substring(1));
  }

  private void place(Path library, Path folder) {
    String name = library.getFileName().toString();
    if (NATIVE_JAR.matcher(name).matches()) {
      if (name.endsWith(platform.jarSuffix())) {
        unpackNatives(library, home(folder, Layer.Kind.NATIVES).resolve("native"));
      }
      return;
    }
    Layer.Kind kind = name.startsWith(OWN) ? Layer.Kind.MODULES : Layer.Kind.DEPENDENCIES;
    Folders.copy(library, home(folder, kind).resolve("lib").resolve(name));
  }

  private static void unpackNatives(Path library, Path folder) {
    try (JarFile jar = new JarFile(library.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        var name = NATIVE_LIBRARY.matcher(entry.getName());
        if (name.matches()) {
          try (InputStream content = jar.getInputStream(entry)) {
            Folders.write(content, folder.resolve(name.group(1)));
          }
        }
      }
    } catch (IOException e) {
      throw new ImagesException(library + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static void configure(Image image, String name, Path folder) {
    try (InputStream content = Layout.class.getResourceAsStream(image.id() + "/" + name)) {
      if (content != null) {
        Folders.write(content, home(folder, Layer.Kind.CONFIGURATION).resolve(name));
      }
    } catch (IOException e) {
      throw new ImagesException(name + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static InputStream probe() {
    String file = Probe.class.getName().replace('.', '/') + ".class";
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Probe.class.getName());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes);
        InputStream content =
            Objects.requireNonNull(Probe.class.getClassLoader().getResourceAsStream(file))) {
      jar.putNextEntry(entry(JarFile.MANIFEST_NAME));
      manifest.write(jar);
      jar.putNextEntry(entry(file));
      content.transferTo(jar);
    } catch (IOException e) {
      throw new ImagesException("the probe cannot be packed: " + e.getMessage() + ".", e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static JarEntry entry(String name) {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(TIME);
    return entry;
  }
}
