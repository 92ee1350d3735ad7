package dev.causeway.snapctl;

import dev.causeway.proto.v1.GetSnapshotRequest;
import dev.causeway.proto.v1.ResourceKind;
import dev.causeway.proto.v1.SnapshotHeader;
import dev.causeway.proto.v1.SnapshotItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code snapctl snapshot}. */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    description = "Shows what a shard's routers are to serve.",
    subcommands = {SnapshotCommand.Get.class, DiffCommand.class})
final class SnapshotCommand implements Runnable {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code snapctl snapshot get}. */
  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Lists the newest snapshot's resources; with -o json their content as well.")
  static final class Get implements Callable<Integer> {
    private static final String KIND_PREFIX = "RESOURCE_KIND_";

    /** Kinds as they are named on the command line. */
    enum Kind {
      SETTINGS,
      CERTIFICATE,
      TRUST_BUNDLE,
      UPSTREAM,
      VIRTUAL_HOST,
      ENDPOINT_SET,
      TICKET_KEYS;

      @Override
      public String toString() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    @Mixin private ConnectionOptions connection;
    @Mixin private OutputOptions output;

    @Option(names = "--shard", defaultValue = "", description = "Shard; may be left out if one.")
    private String shard;

    @Option(
        names = "--kind",
        paramLabel = "KIND",
        description = "Only these kinds: ${COMPLETION-CANDIDATES}.")
    private List<Kind> kinds = new ArrayList<>();

    @Option(
        names = "--name",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "Only resources whose name contains this.")
    private String name;

    @Override
    public Integer call() throws SnapctlException {
      GetSnapshotRequest request =
          GetSnapshotRequest.newBuilder()
              .setShard(shard)
              .setNameContains(name)
              .addAllKinds(
                  kinds.stream()
                      .map(kind -> ResourceKind.valueOf(KIND_PREFIX + kind.name()))
                      .toList())
              .build();
      try (Connection open = connection.open()) {
        List<SnapshotItem> items =
            open.ask(
                stub -> {
                  List<SnapshotItem> all = new ArrayList<>();
                  stub.getSnapshot(request).forEachRemaining(all::add);
                  return all;
                });
        if (output.isJson()) {
          items.forEach(output::json);
        } else {
          print(items);
        }
      }
      return 0;
    }

    private void print(List<SnapshotItem> items) {
      Table table = new Table("KIND", "NAME", "VERSION");
      for (SnapshotItem item : items) {
        if (item.hasHeader()) {
          header(item.getHeader());
        } else if (item.hasResource()) {
          var resource = item.getResource();
          table.row(
              resource.getId().getKind().name().replace(KIND_PREFIX, ""),
              resource.getId().getName(),
              Table.id(resource.getHash()));
        }
      }
      table.print(output.out(), "no resource is selected");
    }

    private void header(SnapshotHeader header) {
      output.out().println("shard      " + header.getShard());
      output.out().println("id         " + header.getId());
      output.out().println("endpoints  " + header.getEndpointsRoot());
      output
          .out()
          .println(
              "published  "
                  + Instant.ofEpochMilli(header.getLabel().getPublishedUnixMillis())
                  + " as number "
                  + header.getLabel().getSerial()
                  + " of "
                  + header.getLabel().getReplica());
      output
          .out()
          .println(
              "holds      "
                  + header.getConfigResources()
                  + " resources and "
                  + header.getEndpointSets()
                  + " endpoint sets");
    }
  }
}
