package dev.causeway.snapctl;

import dev.causeway.proto.v1.ListVerdictsRequest;
import dev.causeway.proto.v1.ListVerdictsResponse;
import dev.causeway.proto.v1.VerdictView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code snapctl verdicts}. */
@Command(
    name = "verdicts",
    mixinStandardHelpOptions = true,
    description = "Lists which Routes are admitted, and why the others are not.")
final class VerdictsCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private OutputOptions output;

  @Option(names = "--shard", defaultValue = "", description = "Only this shard.")
  private String shard;

  @Option(
      names = {"-n", "--namespace"},
      defaultValue = "",
      description = "Only this namespace.")
  private String namespace;

  @Option(names = "--rejected", description = "Only Routes that are not admitted.")
  private boolean rejected;

  @Override
  public Integer call() throws SnapctlException {
    try (Connection open = connection.open()) {
      ListVerdictsResponse response =
          open.ask(
              stub ->
                  stub.listVerdicts(
                      ListVerdictsRequest.newBuilder()
                          .setShard(shard)
                          .setNamespace(namespace)
                          .setRejectedOnly(rejected)
                          .build()));
      if (output.isJson()) {
        output.json(response);
      } else {
        print(response);
      }
    }
    return 0;
  }

  private void print(ListVerdictsResponse response) {
    Table table = new Table("NAMESPACE", "ROUTE", "HOST", "ADMITTED", "REASON", "MESSAGE");
    for (VerdictView verdict : response.getVerdictsList()) {
      table.row(
          verdict.getNamespace(),
          verdict.getName(),
          verdict.getHost(),
          verdict.getAdmitted() ? "yes" : "no",
          verdict.getReason(),
          verdict.getMessage());
    }
    table.print(output.out(), "no Route is selected");
  }
}
