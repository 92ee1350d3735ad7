package dev.causeway.benchmarks.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AttackOptionsTest {
  @Test
  void everyOptionIsRead() {
    assertThat(AttackOptions.parse(List.of()))
        .isEqualTo(new AttackOptions(10, 3, 100, Set.of(), true, false));
    assertThat(
            AttackOptions.parse(
                List.of(
                    "--write",
                    "--seconds",
                    "3",
                    "--turns",
                    "5",
                    "--only",
                    "ping,tls",
                    "--no-tools",
                    "--rate",
                    "7")))
        .isEqualTo(new AttackOptions(3, 5, 7, Set.of("ping", "tls"), false, true));
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatThrownBy(() -> AttackOptions.parse(List.of("--seconds", "0")))
        .hasMessageContaining("--seconds");
    assertThatThrownBy(() -> AttackOptions.parse(List.of("--rate"))).hasMessageContaining("--rate");
    assertThatThrownBy(() -> AttackOptions.parse(List.of("--fast"))).hasMessageContaining("--fast");
  }
}
