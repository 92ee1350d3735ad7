package dev.causeway.demo;

import dev.causeway.demo.process.DemoException;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./causeway up} and the image of the demo origins. */
@Command(
    name = "causeway",
    description = "Serves a folder of manifests on this machine.",
    mixinStandardHelpOptions = true)
public final class Main {
  private Main() {}

  /** Runs a command; the exit status is 0 if all went well, 1 if not, 2 for wrong arguments. */
  public static void main(String[] arguments) {
    int status =
        new CommandLine(new Main())
            .addSubcommand("up", new UpCommand(Clock.systemUTC()))
            .addSubcommand("prepare", new PrepareCommand(Clock.systemUTC()))
            .addSubcommand("origins", new OriginsCommand())
            .setExecutionExceptionHandler(Main::explain)
            .execute(arguments);
    System.exit(status);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (failure instanceof DemoException sentence) {
      command.getErr().println("causeway: " + sentence.getMessage());
      command.getErr().flush();
      return 1;
    }
    throw failure;
  }
}
