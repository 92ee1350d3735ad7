package dev.causeway.samples.router;

import dev.causeway.testkit.arch.ModuleArchitecture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class SampleArchTest {

  @TestFactory
  Stream<DynamicTest> architecture() {
    return ModuleArchitecture.ofThisModule().tests();
  }
}
