package dev.causeway.snapctl;

import picocli.CommandLine.Command;

/** The root of the commands. */
@Command(
    name = "snapctl",
    mixinStandardHelpOptions = true,
    description = {
      "Inspects the snapshots of a control plane and the routers that follow it, and folders of",
      "manifests before they are served."
    },
    subcommands = {
      SnapshotCommand.class,
      SubscribersCommand.class,
      RejectsCommand.class,
      VerdictsCommand.class,
      NoticesCommand.class,
      ExplainCommand.class,
      WaitCommand.class,
      LintCommand.class,
      CompileCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the question was answered",
      "1:the answer is no: an id was not reached in time, no Route answers, there are errors or differences",
      "2:wrong usage, or a connection setting is missing",
      "3:the control plane cannot be reached, or refuses"
    },
    footer = {
      "",
      "Connection settings come from options, else from CAUSEWAY_SNAPCTL_SERVER, _CERT, _KEY and",
      "_CA, else from the properties file named by --config or CAUSEWAY_SNAPCTL_CONFIG (keys",
      "server, cert, key, ca; relative paths start at the file's folder)."
    })
final class SnapctlCommand implements Runnable {
  @picocli.CommandLine.Spec private picocli.CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
