package dev.causeway.demo;

import dev.causeway.demo.system.Origins;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code origins}: the demo origins alone, on fixed ports of every address. */
@Command(
    name = "origins",
    description = "Serves what the examples route to, with the certificates of prepare.",
    mixinStandardHelpOptions = true)
final class OriginsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ContainerOptions options;

  @Override
  public Integer call() throws InterruptedException {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    try (Origins origins = Origins.with(group, options.originIdentity())) {
      origins.start(options.origins(), options.places("0.0.0.0"));
      var out = spec.commandLine().getOut();
      origins
          .running()
          .forEach((name, origin) -> out.println(name + " listens on " + origin.port()));
      out.flush();
      // Until a signal ends the process.
      group.terminationFuture().await();
    }
    return 0;
  }
}
