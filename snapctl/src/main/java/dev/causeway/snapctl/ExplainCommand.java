package dev.causeway.snapctl;

import dev.causeway.proto.v1.ExplainRequest;
import dev.causeway.proto.v1.ExplainResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code snapctl explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Tells which Route answers a request, and why the others do not.")
final class ExplainCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private OutputOptions output;

  @Option(names = "--shard", defaultValue = "", description = "Shard; may be left out if one.")
  private String shard;

  @Parameters(index = "0", paramLabel = "METHOD", description = "For example GET.")
  private String method;

  @Parameters(index = "1", paramLabel = "URL", description = "For example https://host/path.")
  private String url;

  @Override
  public Integer call() throws SnapctlException {
    try (Connection open = connection.open()) {
      ExplainResponse response =
          open.ask(
              stub ->
                  stub.explain(
                      ExplainRequest.newBuilder()
                          .setShard(shard)
                          .setMethod(method)
                          .setUrl(url)
                          .build()));
      if (output.isJson()) {
        output.json(response);
      } else {
        response.getLinesList().forEach(output.out()::println);
      }
      return response.getRoute().isEmpty() ? SnapctlException.NO : 0;
    }
  }
}
