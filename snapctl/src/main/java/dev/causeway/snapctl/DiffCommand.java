package dev.causeway.snapctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causeway.proto.v1.GetSnapshotRequest;
import dev.causeway.proto.v1.ResourceView;
import dev.causeway.proto.v1.SnapshotHeader;
import dev.causeway.proto.v1.SnapshotItem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code snapctl snapshot diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Says what routers would serve otherwise if the control plane read this folder: rules by host",
      "and path with their Routes, certificates by name, endpoints. Keys of session tickets and",
      "lists of revoked certificates are left out."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing would change",
      "1:something would change",
      "2:wrong usage, or there is no folder with manifests, or it makes no such shard",
      "3:the control plane cannot be reached, or refuses"
    })
final class DiffCommand implements Callable<Integer> {
  @Mixin private FolderOptions folder;
  @Mixin private ConnectionOptions connection;
  @Mixin private OutputOptions output;

  @Option(names = "--live", description = "Compare with the newest snapshot of the control plane.")
  private boolean live;

  @Option(names = "--shard", defaultValue = "", description = "Shard; may be left out if one.")
  private String shard;

  @Override
  public Integer call() throws SnapctlException {
    if (!live) {
      throw new SnapctlException(
          SnapctlException.USAGE,
          "say what to compare with: --live is the newest snapshot of the control plane.");
    }
    Compilation compilation = folder.compile();
    SnapshotHeader header = SnapshotHeader.getDefaultInstance();
    List<ResourceView> served = new ArrayList<>();
    try (Connection open = connection.open()) {
      for (SnapshotItem item : open.ask(stub -> all(stub, shard))) {
        if (item.hasHeader()) {
          header = item.getHeader();
        } else {
          served.add(item.getResource());
        }
      }
    }
    List<Difference> differences =
        SnapshotDiff.between(served, shard(compilation, header.getShard()).snapshot());
    if (output.isJson()) {
      ObjectNode json =
          JsonNodeFactory.instance
              .objectNode()
              .put("shard", header.getShard())
              .put("liveId", header.getId());
      differences.stream().map(Difference::json).forEach(json.putArray("differences")::add);
      output.json(json);
    } else {
      output.out().println("shard " + header.getShard() + ", live id " + header.getId());
      differences.forEach(difference -> output.out().println(difference.text()));
      if (differences.isEmpty()) {
        output.out().println("nothing would change");
      }
    }
    for (Finding finding : compilation.findings()) {
      if (finding.severity() == Finding.Severity.ERROR) {
        output.err().println(finding.text(folder.folder()));
      }
    }
    return differences.isEmpty() ? 0 : SnapctlException.NO;
  }

  private static List<SnapshotItem> all(
      dev.causeway.proto.v1.InspectionGrpc.InspectionBlockingStub stub, String shard) {
    List<SnapshotItem> items = new ArrayList<>();
    stub.getSnapshot(GetSnapshotRequest.newBuilder().setShard(shard).build())
        .forEachRemaining(items::add);
    return items;
  }

  private static Compilation.Shard shard(Compilation compilation, String name)
      throws SnapctlException {
    return compilation.shards().stream()
        .filter(shard -> shard.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SnapctlException(
                    SnapctlException.USAGE,
                    "the folder makes no shard "
                        + name
                        + ": it needs an IngressController of that name, or --shards "
                        + name
                        + "."));
  }
}
