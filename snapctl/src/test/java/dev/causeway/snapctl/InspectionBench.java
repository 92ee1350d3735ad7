package dev.causeway.snapctl;

import dev.causeway.controlplane.inspect.InspectionServer;
import dev.causeway.controlplane.inspect.InspectionServerOptions;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.TlsFiles;
import dev.causeway.snapctl.stream.StreamBench;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A shelf behind an inspection server, and commands that ask it. */
final class InspectionBench implements AutoCloseable {
  private final Path folder;
  private final StreamBench bench;
  private final SnapshotShelf shelf;
  private final InspectionServer inspection;
  private final Identity snapctl;
  private Path config;

  /** What a command came to. */
  record Run(int code, String out, String err) {}

  InspectionBench(Path folder) throws Exception {
    this.folder = folder;
    bench = new StreamBench(folder);
    shelf = bench.shelf("one");
    Identity server = bench.issue("inspection");
    inspection =
        InspectionServer.start(
            shelf,
            new InspectionServerOptions(
                "127.0.0.1",
                0,
                new TlsFiles(server.certificate(), server.key(), server.trust()),
                Set.of(InspectionServerOptions.SNAPCTL)));
    snapctl = bench.issue(InspectionServerOptions.SNAPCTL);
    config = config(snapctl);
  }

  private Path config(Identity identity) throws Exception {
    return Files.writeString(
        folder.resolve("snapctl.properties"),
        "server=127.0.0.1:%d%ncert=%s%nkey=%s%nca=trust.crt%n"
            .formatted(
                inspection.port(),
                identity.certificate().getFileName(),
                identity.key().getFileName()));
  }

  StreamBench stream() {
    return bench;
  }

  SnapshotShelf shelf() {
    return shelf;
  }

  InspectionServer inspection() {
    return inspection;
  }

  Identity snapctl() {
    return snapctl;
  }

  /** Has later commands come with the identity of somebody else. */
  void comeAs(String name) throws Exception {
    config = config(bench.issue(name));
  }

  /** Runs a command that finds the server by its connection file. */
  Run run(String... arguments) {
    return run(Map.of("CAUSEWAY_SNAPCTL_CONFIG", config.toString()), folder, arguments);
  }

  /** Runs a command. */
  static Run run(Map<String, String> environment, Path folder, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new Main.Surroundings(environment, folder.resolve("absent")),
            new PrintWriter(out),
            new PrintWriter(err),
            arguments);
    return new Run(code, out.toString(), err.toString());
  }

  @Override
  public void close() {
    inspection.close();
    bench.close();
  }
}
