package dev.causeway.snapctl;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the command in {@code arguments} and exits with its code. */
  public static void main(String[] arguments) {
    Charset charset = Charset.defaultCharset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    String home = System.getProperty("causeway.home", "");
    System.exit(
        run(
            new Surroundings(System.getenv(), Path.of(home, ".causeway", "snapctl.properties")),
            out,
            err,
            arguments));
  }

  /** Runs a command and returns its exit code. */
  static int run(Surroundings surroundings, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line =
        new CommandLine(new SnapctlCommand(), new CommandFactory(surroundings))
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (failure, command, _) -> {
                  if (failure instanceof SnapctlException known) {
                    command.getErr().println("snapctl: " + known.getMessage());
                    return known.exitCode();
                  }
                  throw failure;
                });
    int code = line.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  /**
   * What a command finds around it.
   *
   * @param environment environment variables
   * @param defaultConfig connection file that is used where none is named, if it exists
   */
  record Surroundings(Map<String, String> environment, Path defaultConfig) {}

  /** Makes the mixin that needs the surroundings; picocli makes the rest. */
  private record CommandFactory(Surroundings surroundings) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == ConnectionOptions.class) {
        return type.cast(new ConnectionOptions(surroundings));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
