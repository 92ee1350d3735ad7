package dev.causeway.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The packaged programs, as the build left them.
 *
 * @param java program that runs jars
 * @param controlPlane executable jar of the control plane
 * @param router executable jar of the router
 * @param demo jar of the demo, with its libraries in the folder {@code lib} beside it
 */
record Programs(String java, Path controlPlane, Path router, Path demo) {
  /** What Spring Boot's packaging writes into an executable jar. */
  private static final String LIBRARY_INDEX = "BOOT-INF/classpath.idx";

  /** Takes what the launcher says in system properties. */
  static Programs fromSystemProperties() {
    return new Programs(
        property("causeway.java"),
        jar("causeway.control-plane.jar"),
        jar("causeway.router.jar"),
        jar("causeway.demo.jar"));
  }

  private static String property(String name) {
    String value = System.getProperty(name, "");
    if (value.isEmpty()) {
      throw new ImagesException(
          "system property " + name + " is not set: start with ./causeway images.");
    }
    return value;
  }

  private static Path jar(String name) {
    Path jar = Path.of(property(name));
    if (!Files.isRegularFile(jar)) {
      throw new ImagesException(jar + " is missing: ./causeway images builds it.");
    }
    return jar.toAbsolutePath().normalize();
  }

  /**
   * Returns the same programs with another router.
   *
   * @throws ImagesException if it is no executable jar with Causeway's router in it
   */
  Programs withRouter(Path own) {
    try (JarFile jar = new JarFile(own.toFile())) {
      JarEntry index = jar.getJarEntry(LIBRARY_INDEX);
      if (index == null) {
        throw new ImagesException(
            own
                + " is no executable jar of Spring Boot: package it with spring-boot-maven-plugin.");
      }
      String libraries =
          new String(jar.getInputStream(index).readAllBytes(), StandardCharsets.UTF_8);
      if (!libraries.contains("causeway-router-plane")) {
        throw new ImagesException(
            own + " is no router: it does not depend on causeway-router-spring-boot-starter.");
      }
    } catch (IOException e) {
      throw new ImagesException(own + " cannot be read: " + e.getMessage() + ".", e);
    }
    return new Programs(java, controlPlane, own.toAbsolutePath().normalize(), demo);
  }

  /** Returns the version of the programs. */
  String version() {
    try (JarFile jar = new JarFile(controlPlane.toFile())) {
      Manifest manifest = jar.getManifest();
      String version =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? "unknown" : version;
    } catch (IOException e) {
      throw new ImagesException(controlPlane + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** Puts a program and a folder {@code lib} of its libraries into a folder. */
  void unpack(Image image, Path folder) {
    switch (image) {
      case CONTROL_PLANE -> extract(controlPlane, image.jar(), folder);
      case ROUTER -> extract(router, image.jar(), folder);
      case DEMO_ORIGINS -> {
        Folders.copy(demo, folder.resolve(image.jar()));
        for (Path library : Folders.jars(demo.resolveSibling("lib"))) {
          Folders.copy(library, folder.resolve("lib").resolve(library.getFileName().toString()));
        }
      }
    }
  }

  /** Spring Boot's own way to take an executable jar apart. */
  private void extract(Path jar, String name, Path folder) {
    List<String> command =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--force",
            "--application-filename",
            name,
            "--destination",
            folder.toString());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new ImagesException(jar + " cannot be extracted: " + output);
      }
    } catch (IOException e) {
      throw new ImagesException(java + " cannot be started: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImagesException("interrupted.", e);
    }
  }
}
