package dev.causeway.snapctl;

import dev.causeway.proto.v1.ListNoticesRequest;
import dev.causeway.proto.v1.ListNoticesResponse;
import dev.causeway.proto.v1.NoticeView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code snapctl notices}. */
@Command(
    name = "notices",
    mixinStandardHelpOptions = true,
    description = "Lists remarks about objects that are served all the same.")
final class NoticesCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private OutputOptions output;

  @Option(names = "--shard", defaultValue = "", description = "Only this shard.")
  private String shard;

  @Override
  public Integer call() throws SnapctlException {
    try (Connection open = connection.open()) {
      ListNoticesResponse response =
          open.ask(
              stub -> stub.listNotices(ListNoticesRequest.newBuilder().setShard(shard).build()));
      if (output.isJson()) {
        output.json(response);
      } else {
        Table table = new Table("OBJECT", "FIELD", "MESSAGE", "ORIGIN");
        for (NoticeView notice : response.getNoticesList()) {
          table.row(notice.getObject(), notice.getField(), notice.getMessage(), notice.getOrigin());
        }
        table.print(output.out(), "there are no notices");
      }
    }
    return 0;
  }
}
