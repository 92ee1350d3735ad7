package dev.causeway.router.test;

import dev.causeway.testkit.arch.ModuleArchitecture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class RouterTestArchTest {

  @TestFactory
  Stream<DynamicTest> architecture() {
    return ModuleArchitecture.ofThisModule().tests();
  }
}
