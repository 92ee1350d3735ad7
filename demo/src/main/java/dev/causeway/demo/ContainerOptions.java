package dev.causeway.demo;

import dev.causeway.demo.material.DemoPki.Identity;
import dev.causeway.demo.material.ExampleFolder;
import dev.causeway.demo.material.FixedPlaces;
import dev.causeway.demo.process.DemoException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the commands for containers agree on. */
final class ContainerOptions {
  @Option(
      names = "--examples",
      paramLabel = "DIR",
      defaultValue = "/examples",
      description = "Folder of examples (default ${DEFAULT-VALUE}).")
  Path examples;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "/var/lib/causeway",
      description =
          "Folder that holds the folders manifests, control-plane, router and origins (default"
              + " ${DEFAULT-VALUE}).")
  Path state;

  @Option(
      names = "--first-port",
      paramLabel = "N",
      defaultValue = "9100",
      description =
          "Port of the first origin by name, the others have the next ones (default"
              + " ${DEFAULT-VALUE}).")
  int firstPort;

  /** Returns the origins the examples name, and whether they speak TLS. */
  Map<String, Boolean> origins() {
    if (!Files.isDirectory(examples)) {
      throw new DemoException(
          examples + " is not a folder: --examples takes that of the examples.");
    }
    return ExampleFolder.originsOf(examples);
  }

  FixedPlaces places(String address) {
    return FixedPlaces.of(address, origins(), firstPort);
  }

  Identity controlPlane() {
    return Identity.in(state.resolve("control-plane"));
  }

  Identity router() {
    return Identity.in(state.resolve("router"));
  }

  Identity originIdentity() {
    return Identity.in(state.resolve("origins"));
  }
}
