package dev.causeway.snapctl;

import dev.causeway.proto.v1.ListRejectionsRequest;
import dev.causeway.proto.v1.ListRejectionsResponse;
import dev.causeway.proto.v1.RouterRejection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code snapctl rejects}. */
@Command(
    name = "rejects",
    mixinStandardHelpOptions = true,
    description = "Lists what routers were offered and do not serve, and the Routes behind it.")
final class RejectsCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private OutputOptions output;

  @Option(names = "--shard", defaultValue = "", description = "Only this shard.")
  private String shard;

  @Override
  public Integer call() throws SnapctlException {
    try (Connection open = connection.open()) {
      ListRejectionsResponse response =
          open.ask(
              stub ->
                  stub.listRejections(ListRejectionsRequest.newBuilder().setShard(shard).build()));
      if (output.isJson()) {
        output.json(response);
      } else {
        print(response);
      }
    }
    return 0;
  }

  private void print(ListRejectionsResponse response) {
    Table table =
        new Table("ROUTER", "KIND", "NAME", "ROUTES", "CODE", "FIELD", "SERVES", "MESSAGE");
    for (RouterRejection rejection : response.getRejectionsList()) {
      table.row(
          rejection.getRouter(),
          rejection.getId().getKind().name().replace("RESOURCE_KIND_", ""),
          rejection.getId().getName(),
          String.join(",", rejection.getRoutesList()),
          rejection.getCode().name().replace("REJECTION_CODE_", ""),
          rejection.getField().isEmpty() ? "-" : rejection.getField(),
          rejection.getKeptHash().isEmpty() ? "nothing" : Table.id(rejection.getKeptHash()),
          rejection.getMessage());
    }
    table.print(output.out(), "no router rejects anything");
  }
}
