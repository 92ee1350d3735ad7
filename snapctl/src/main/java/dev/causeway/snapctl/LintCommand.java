package dev.causeway.snapctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code snapctl lint}. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Says what is wrong with a folder of manifests, with file and line; asks no control plane.",
      "Errors are what is not served; warnings are what is served, perhaps not as meant."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no error; there may be warnings",
      "1:at least one error",
      "2:wrong usage, or there is no folder with manifests"
    })
final class LintCommand implements Callable<Integer> {
  @Mixin private FolderOptions folder;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws SnapctlException {
    Compilation compilation = folder.compile();
    if (output.isJson()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      compilation.findings().stream().map(Finding::json).forEach(json.putArray("findings")::add);
      output.json(json);
    } else {
      compilation
          .findings()
          .forEach(finding -> output.out().println(finding.text(folder.folder())));
      output.out().println(compilation.summary());
    }
    return compilation.exitCode();
  }
}
