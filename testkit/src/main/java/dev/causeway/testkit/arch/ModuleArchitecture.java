package dev.causeway.testkit.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * One module's classes and sources held against the architecture. Looks at the module's own output
 * folders, never at the class path, so every module answers for itself alone.
 */
public final class ModuleArchitecture {

  private final Path module;

  private ModuleArchitecture(Path module) {
    this.module = module;
  }

  /** The module whose tests are running: Surefire's working directory is its folder. */
  public static ModuleArchitecture ofThisModule() {
    return of(Path.of(""));
  }

  /** The module in the given folder. */
  public static ModuleArchitecture of(Path module) {
    return new ModuleArchitecture(module.toAbsolutePath().normalize());
  }

  /** One test per rule, in a fixed order. */
  public Stream<DynamicTest> tests() {
    var released = importFrom(List.of("target/classes"));
    var everything = importFrom(List.of("target/classes", "target/test-classes"));
    return Stream.of(
            ArchitectureRules.released().stream().map(rule -> test(rule, released)),
            ArchitectureRules.everywhere().stream().map(rule -> test(rule, everything)),
            Stream.of(
                dynamicTest(
                    "source files have at most " + SourceRules.LINES + " lines",
                    () -> assertThat(SourceRules.longFiles(module)).isEmpty()),
                dynamicTest(
                    "every package is null-marked and says what lives there",
                    () -> assertThat(SourceRules.undescribedPackages(module)).isEmpty())))
        .flatMap(tests -> tests);
  }

  private static DynamicTest test(ArchRule rule, JavaClasses classes) {
    return dynamicTest(rule.getDescription(), () -> rule.check(classes));
  }

  private JavaClasses importFrom(List<String> folders) {
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("/dev/causeway/proto/v1/"))
        .importPaths(folders.stream().map(module::resolve).filter(Files::isDirectory).toList());
  }
}
