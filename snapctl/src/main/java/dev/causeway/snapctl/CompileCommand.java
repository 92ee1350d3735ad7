package dev.causeway.snapctl;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
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
      output.json(
          Struct.newBuilder()
              .putFields(
                  "shards",
                  Values.list(compilation.shards().stream().map(CompileCommand::json).toList()))
              .putFields(
                  "findings",
                  Values.list(compilation.findings().stream().map(Finding::json).toList()))
              .build());
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

  private static Value json(Compilation.Shard shard) {
    return Values.object(
        Struct.newBuilder()
            .putFields("shard", Values.text(shard.name()))
            .putFields("id", Values.text(shard.snapshot().id().text()))
            .putFields("endpointsRoot", Values.text(shard.snapshot().endpointsRoot().text()))
            .putFields("resources", Values.number(shard.snapshot().size()))
            .putFields(
                "verdicts",
                Values.list(shard.verdicts().stream().map(CompileCommand::json).toList())));
  }

  private static Value json(Verdict verdict) {
    return Values.object(
        Struct.newBuilder()
            .putFields("namespace", Values.text(verdict.route().namespace()))
            .putFields("name", Values.text(verdict.route().name()))
            .putFields("host", Values.text(verdict.host()))
            .putFields("wildcard", Values.bool(verdict.wildcard()))
            .putFields("admitted", Values.bool(verdict.admitted()))
            .putFields("reason", Values.text(reason(verdict)))
            .putFields("field", Values.text(verdict.field()))
            .putFields("message", Values.text(verdict.message()))
            .putFields("origin", Values.text(verdict.origin().toString())));
  }
}
