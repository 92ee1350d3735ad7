package dev.causeway.systemtests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where the build put the executable jars; handed in by the build as system properties. */
enum PackagedJars {
  CONTROL_PLANE("causeway.control-plane.jar"),
  ROUTER_PLANE("causeway.router.jar"),
  OWN_ROUTER("causeway.own-router.jar"),
  SNAPCTL("causeway.snapctl.jar"),
  DEMO("causeway.demo.jar");

  private final String property;

  PackagedJars(String property) {
    this.property = property;
  }

  String property() {
    return property;
  }

  Path path() {
    Path jar =
        Path.of(
            Objects.requireNonNull(
                System.getProperty(property), () -> "system property " + property + " is not set"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: package the reactor first");
    }
    return jar;
  }
}
