package dev.causeway.router.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.router.transport.IoTransport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A machine on which no native transport is to be had. */
class TransportChoiceTest {

  /** Netty reads it once; this class has a JVM of its own. */
  @BeforeAll
  static void refuseNativeTransports() {
    System.setProperty("io.netty.transport.noNative", "true");
  }

  @ParameterizedTest
  @EnumSource(names = {"EPOLL", "IO_URING"})
  void whatIsAskedForAndNotThereStopsTheStart(TransportChoice choice) {
    assertThatThrownBy(choice::resolve)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "causeway.router.transport is %s, which this machine does not offer (",
            choice.name().toLowerCase(java.util.Locale.ROOT))
        .hasMessageContaining("noNative")
        .hasMessageEndingWith("); set it to auto, epoll, io_uring or nio");
  }

  @Test
  void autoMakesDoWithTheSelector() {
    assertThat(TransportChoice.AUTO.resolve()).isEqualTo(IoTransport.NIO);
    assertThat(TransportChoice.NIO.resolve()).isEqualTo(IoTransport.NIO);
  }
}
