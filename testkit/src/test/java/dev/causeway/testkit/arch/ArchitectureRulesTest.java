package dev.causeway.testkit.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles small modules that break one rule each, and expects exactly that rule to say so. */
final class ArchitectureRulesTest {

  private static final Pattern PACKAGE = Pattern.compile("package ([a-z0-9.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|enum|interface|record) (\\w+)");

  @TempDir Path module;

  static Stream<Arguments> violations() {
    return Stream.of(
        breaking(
            "nothing sleeps: wait on a condition",
            "package dev.causeway.x; class A { void a() throws Exception { Thread.sleep(1); } }"),
        breaking(
            "static fields are final", "package dev.causeway.x; class A { static int count; }"),
        breaking(
            "nothing mutable is static",
            "package dev.causeway.x; class A { static final int[] TABLE = {1}; }"),
        breaking(
            "nothing mutable is static",
            """
            package dev.causeway.x;
            class A { static final java.util.ArrayList<String> ALL = new java.util.ArrayList<>(); }
            """),
        breaking(
            "nothing mutable is static",
            """
            package dev.causeway.x;
            class A {
              static final java.util.concurrent.atomic.AtomicLong N =
                  new java.util.concurrent.atomic.AtomicLong();
            }
            """),
        breaking(
            "the wall clock is read through an injected java.time.Clock",
            "package dev.causeway.x; class A { long a() { return System.currentTimeMillis(); } }"),
        breaking(
            "the wall clock is read through an injected java.time.Clock",
            """
            package dev.causeway.x;
            class A { java.util.function.Supplier<Object> a() { return java.time.Instant::now; } }
            """),
        breaking(
            "system clocks are made in Main, *Application and *Configuration only",
            "package dev.causeway.x; class A { Object a() { return java.time.Clock.systemUTC(); } }"),
        breaking(
            "class names say what the class is: no *Util, *Helper, *Manager",
            "package dev.causeway.x; class RouteManager {}"),
        breaking(
            "routing depends on the JDK and JSpecify only",
            "package dev.causeway.routing.x; class A { io.netty.util.AsciiString a; }"),
        breaking(
            "the matcher sees the model only",
            "package dev.causeway.routing.match; class A { dev.causeway.routing.input.B b; }",
            "package dev.causeway.routing.input; public class B {}"),
        breaking(
            "packages do not depend on each other in circles",
            "package dev.causeway.x.a; public class A { dev.causeway.x.b.B b; }",
            "package dev.causeway.x.b; public class B { dev.causeway.x.a.A a; }"),
        breaking(
            "generated protobuf types appear in codec, stream, sync, inspect, activation and snapctl only",
            "package dev.causeway.router.engine; class A { dev.causeway.proto.v1.B b; }",
            "package dev.causeway.proto.v1; public class B {}"),
        breaking(
            "Spring is used in the applications and samples of applications only",
            "package dev.causeway.demo; class A { org.springframework.B b; }",
            "package org.springframework; public class B {}"),
        breaking(
            "dependencies come through constructors",
            """
            package dev.causeway.router;
            class A { @org.springframework.beans.factory.annotation.Autowired String a; }
            """,
            """
            package org.springframework.beans.factory.annotation;
            public @interface Autowired {}
            """),
        breaking(
            "the cluster client is used where clusters are read or written, and where that is wired",
            "package dev.causeway.controlplane.pipeline; class A { io.fabric8.kubernetes.client.B b; }",
            "package io.fabric8.kubernetes.client; public class B {}"),
        breaking(
            "operator and compiler do not know each other",
            "package dev.causeway.controlplane.operator; class A { dev.causeway.routing.compile.B b; }",
            "package dev.causeway.routing.compile; public class B {}"),
        breaking(
            "meters are made by the catalogues *Meter, which docs/metrics.md lists",
            "package dev.causeway.x; class A { Object a = io.micrometer.core.instrument.Gauge.builder(); }",
            "package io.micrometer.core.instrument; public class Gauge { public static Object builder() { return 1; } }"),
        breaking(
            "classes with tests are named *Test or *IT, or the build would not run them",
            "package dev.causeway.x; class Checks { @org.junit.jupiter.api.Test void a() {} }"),
        breaking(
            "tests that need a cluster are named *ClusterTest, which the page of compatibility reads",
            "package dev.causeway.x; @dev.causeway.testkit.cluster.OnCluster class ApiTest {}",
            "package dev.causeway.testkit.cluster; public @interface OnCluster {}"),
        breaking(
            "source files have at most 400 lines",
            "package dev.causeway.x; class A {}" + "\n".repeat(401)),
        breaking(
            "every package is null-marked and says what lives there",
            "package dev.causeway.undescribed; class A {}"));
  }

  private static Arguments breaking(String rule, String... sources) {
    return arguments(rule, List.of(sources));
  }

  @ParameterizedTest
  @MethodSource("violations")
  void brokenRuleIsNamed(String rule, List<String> sources) throws IOException {
    compile(sources);

    assertThat(brokenRules()).containsExactly(rule);
  }

  @Test
  void moduleWithoutClassesPasses() {
    assertThat(brokenRules()).isEmpty();
  }

  @Test
  void lawfulCodePasses() throws IOException {
    compile(
        List.of(
            """
        package dev.causeway.routing.match;
        enum Kind {
          EXACT, PREFIX;
          static final java.util.List<String> NAMES = java.util.List.of("a");
          int rank() { return switch (this) { case EXACT -> 0; case PREFIX -> 1; }; }
          java.time.Instant now(java.time.Clock clock) { return java.time.Instant.now(clock); }
          long measure() { return System.nanoTime(); }
        }
        """));

    assertThat(brokenRules()).isEmpty();
  }

  private List<String> brokenRules() {
    return ModuleArchitecture.of(module)
        .tests()
        .filter(ArchitectureRulesTest::fails)
        .map(DynamicTest::getDisplayName)
        .toList();
  }

  private static boolean fails(DynamicTest test) {
    try {
      test.getExecutable().execute();
      return false;
    } catch (AssertionError expected) {
      return true;
    } catch (Throwable unexpected) {
      throw new IllegalStateException(test.getDisplayName(), unexpected);
    }
  }

  private void compile(List<String> sources) throws IOException {
    var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    var options = new ArrayList<String>();
    options.addAll(List.of("-proc:none", "-d", module.resolve("target/classes").toString()));
    for (String source : sources) {
      options.add(write(source).toString());
    }
    assertThat(compiler.run(null, null, null, options.toArray(String[]::new))).isZero();
  }

  private Path write(String source) throws IOException {
    String name = first(PACKAGE, source);
    Path folder = module.resolve("src/main/java").resolve(name.replace('.', '/'));
    Files.createDirectories(folder);
    if (!name.endsWith(".undescribed")) {
      Files.writeString(folder.resolve("package-info.java"), "/** Described. @NullMarked */");
    }
    return Files.writeString(folder.resolve(first(TYPE, source) + ".java"), source);
  }

  private static String first(Pattern pattern, String source) {
    return pattern.matcher(source).results().findFirst().orElseThrow().group(1);
  }
}
