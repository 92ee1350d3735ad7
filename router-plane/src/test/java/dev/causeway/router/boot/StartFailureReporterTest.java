package dev.causeway.router.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.router.RouterApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is told of a start that fails. */
@ExtendWith(OutputCaptureExtension.class)
final class StartFailureReporterTest {

  @Test
  void managementPortInUseIsOneSentenceThatNamesIt(CapturedOutput output) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      SpringApplication application = new SpringApplication(RouterApplication.class);
      application.setRegisterShutdownHook(false);
      assertThatThrownBy(
          () ->
              application.run(
                  "--management.server.port=" + port,
                  "--server.address=127.0.0.1",
                  "--causeway.router.bind-address=127.0.0.1",
                  "--causeway.router.http-port=0",
                  "--causeway.router.https-port=0",
                  "--causeway.router.shutdown-delay=0s"));
      assertThat(output.getAll())
          .contains(
              "The router did not start: management.server.port "
                  + port
                  + " is in use by another process; choose another.")
          .doesNotContain("\tat ");
    }
  }
}
