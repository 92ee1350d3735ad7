package dev.causeway.images;

import picocli.CommandLine;

/** The program behind {@code ./causeway images}. */
public final class Main {
  private Main() {}

  /** Runs the command; the exit status is 0 if all went well, 1 if not, 2 for wrong arguments. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new ImagesCommand())
            .setCommandName("./causeway images")
            .setExecutionExceptionHandler(Main::explain)
            .execute(arguments));
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (failure instanceof ImagesException sentence) {
      command.getErr().println("causeway: " + sentence.getMessage());
      command.getErr().flush();
      return 1;
    }
    throw failure;
  }
}
