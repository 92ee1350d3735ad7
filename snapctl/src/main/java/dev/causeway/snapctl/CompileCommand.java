package dev.causeway.snapctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code snapctl compile}. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description = {
      "Compiles a folder of manifests as a control plane does and says which Routes are admitted",
      "and what is wrong, with file and line; asks no control plane."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no error; there may be warnings",
      "1:at least one error: a Route is not admitted, or a document is not used",
      "2:wrong usage, or there is no folder with manifests"
    })
final class CompileCommand implements Callable<Integer> {
  @Mixin private FolderOptions folder;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws SnapctlException {
    Compilation compilation = folder.compile();
    if (output.isJson()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      compilation.shards().stream().map(CompileCommand::json).forEach(json.putArray("shards")::add);
      compilation.findings().stream().map(Finding::json).forEach(json.putArray("findings")::add);
      output.json(json);
    } else {
      print(compilation);
    }
    return compilation.exitCode();
  }

  private void print(Compilation compilation) {
    Table table = new Table("SHARD", "ROUTE", "HOST", "ADMITTED", "REASON", "ORIGIN");
    for (Compilation.Shard shard : compilation.shards()) {
      for (Verdict verdict : shard.verdicts()) {
        table.row(
            shard.name(),
            verdict.route().namespace() + "/" + verdict.route().name(),
            verdict.host(),
            verdict.admitted() ? "yes" : "no",
            reason(verdict),
            verdict.origin().toString());
      }
    }
    table.print(output.out(), "no Route is selected");
    for (Compilation.Shard shard : compilation.shards()) {
      output
          .out()
          .println(
              "shard "
                  + shard.name()
                  + ": id "
                  + shard.snapshot().id().text()
                  + ", endpoints "
                  + shard.snapshot().endpointsRoot().text()
                  + ", "
                  + shard.snapshot().size()
                  + " resources");
    }
    compilation.findings().forEach(finding -> output.out().println(finding.text(folder.folder())));
    output.out().println(compilation.summary());
  }

  private static String reason(Verdict verdict) {
    Reason reason = verdict.reason();
    return reason == null ? "" : reason.text();
  }

  private static ObjectNode json(Compilation.Shard shard) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("shard", shard.name())
            .put("id", shard.snapshot().id().text())
            .put("endpointsRoot", shard.snapshot().endpointsRoot().text())
            .put("resources", shard.snapshot().size());
    shard.verdicts().stream().map(CompileCommand::json).forEach(json.putArray("verdicts")::add);
    return json;
  }

  private static ObjectNode json(Verdict verdict) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("namespace", verdict.route().namespace())
        .put("name", verdict.route().name())
        .put("host", verdict.host())
        .put("wildcard", verdict.wildcard())
        .put("admitted", verdict.admitted())
        .put("reason", reason(verdict))
        .put("field", verdict.field())
        .put("message", verdict.message())
        .put("origin", verdict.origin().toString());
  }
}
