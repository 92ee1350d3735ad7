package dev.causeway.snapctl;

import dev.causeway.proto.v1.ListSubscribersRequest;
import dev.causeway.proto.v1.ListSubscribersResponse;
import dev.causeway.proto.v1.Subscriber;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code snapctl subscribers}. */
@Command(
    name = "subscribers",
    mixinStandardHelpOptions = true,
    description = "Lists the routers that are connected to the control plane asked.")
final class SubscribersCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private OutputOptions output;

  @Option(names = "--shard", defaultValue = "", description = "Only this shard.")
  private String shard;

  @Override
  public Integer call() throws SnapctlException {
    try (Connection open = connection.open()) {
      ListSubscribersResponse response =
          open.ask(
              stub ->
                  stub.listSubscribers(
                      ListSubscribersRequest.newBuilder().setShard(shard).build()));
      if (output.isJson()) {
        output.json(response);
      } else {
        print(response.getSubscribersList(), output.out());
      }
    }
    return 0;
  }

  static void print(List<Subscriber> subscribers, PrintWriter out) {
    Table table =
        new Table(
            "ROUTER", "SHARD", "STATE", "OFFERED", "ACKED", "EFFECTIVE", "REJECTIONS", "PEER");
    for (Subscriber subscriber : subscribers) {
      table.row(
          subscriber.getRouter(),
          subscriber.getShard(),
          subscriber.getState(),
          Table.id(subscriber.getOfferedId()),
          Table.id(subscriber.getAckedId()),
          Table.id(subscriber.getEffectiveId()),
          Integer.toString(subscriber.getRejectionCount()),
          subscriber.getPeer());
    }
    table.print(out, "no router is connected");
  }
}
