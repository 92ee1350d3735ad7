package dev.causeway.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * The rules of {@code docs/architecture.md} that class files can prove. Every rule is scoped by
 * package and holds for a module that has no such package yet, so all modules run all of them.
 */
public final class ArchitectureRules {

  /** Package of the stubs that protoc generates; not ours to judge. */
  static final String GENERATED = "dev.causeway.proto.v1..";

  private ArchitectureRules() {}

  /** The rules for released code. */
  public static List<ArchRule> released() {
    return List.of(
        noPackageCycles(),
        staticFieldsAreFinal(),
        staticFieldsAreImmutable(),
        wallClockIsInjected(),
        clocksAreMadeWhereTheProcessIsWired(),
        noFieldInjection(),
        routingIsPureJava(),
        matcherSeesTheModelOnly(),
        generatedStubsStayAtTheEdge(),
        springStaysInTheApplications(),
        clusterClientStaysAtTheEdge(),
        operatorAndCompilerDoNotMeet(),
        metersStandInTheCatalogue());
  }

  /** The rules that hold for released code and for tests. */
  public static List<ArchRule> everywhere() {
    return List.of(
        noSleeping(), classNamesTell(), testsAreNamedSoThatTheyRun(), testsOnClustersAreNamedSo());
  }

  static ArchRule noPackageCycles() {
    return slices()
        .matching("dev.causeway.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .as("packages do not depend on each other in circles");
  }

  static ArchRule staticFieldsAreFinal() {
    return fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .beFinal()
        .allowEmptyShould(true)
        .as("static fields are final");
  }

  static ArchRule staticFieldsAreImmutable() {
    return noFields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .haveRawType(Mutability.detectable())
        .allowEmptyShould(true)
        .as("nothing mutable is static");
  }

  static ArchRule noSleeping() {
    return noClasses()
        .should()
        .accessTargetWhere(
            Calls.to(Thread.class, "sleep").or(Calls.to("java.util.concurrent.TimeUnit", "sleep")))
        .allowEmptyShould(true)
        .as("nothing sleeps: wait on a condition");
  }

  static ArchRule wallClockIsInjected() {
    return noClasses()
        .should()
        .accessTargetWhere(Calls.readingTheWallClock())
        .allowEmptyShould(true)
        .as("the wall clock is read through an injected java.time.Clock");
  }

  static ArchRule clocksAreMadeWhereTheProcessIsWired() {
    return noClasses()
        .that(
            describe(
                "do not wire a process",
                type -> !type.getSimpleName().matches("Main|.*(Application|Configuration)")))
        .should()
        .accessTargetWhere(Calls.makingASystemClock())
        .allowEmptyShould(true)
        .as("system clocks are made in Main, *Application and *Configuration only");
  }

  static ArchRule classNamesTell() {
    return noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)")
        .allowEmptyShould(true)
        .as("class names say what the class is: no *Util, *Helper, *Manager");
  }

  static ArchRule noFieldInjection() {
    return noFields()
        .should()
        .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
        .orShould()
        .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
        .orShould()
        .beAnnotatedWith("jakarta.inject.Inject")
        .orShould()
        .beAnnotatedWith("jakarta.annotation.Resource")
        .allowEmptyShould(true)
        .as("dependencies come through constructors");
  }

  static ArchRule routingIsPureJava() {
    return classes()
        .that()
        .resideInAPackage("dev.causeway.routing..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.causeway.routing..",
            "java..",
            "javax.crypto..",
            "javax.net.ssl..",
            "javax.security..",
            "org.jspecify..")
        .allowEmptyShould(true)
        .as("routing depends on the JDK and JSpecify only");
  }

  static ArchRule matcherSeesTheModelOnly() {
    return classes()
        .that()
        .resideInAPackage("dev.causeway.routing.match..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.causeway.routing.match..",
            "dev.causeway.routing.model..",
            "java..",
            "org.jspecify..")
        .allowEmptyShould(true)
        .as("the matcher sees the model only");
  }

  static ArchRule generatedStubsStayAtTheEdge() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            GENERATED,
            "..codec..",
            "..stream..",
            "..sync..",
            "..inspect..",
            "..activation..",
            "..snapctl..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(GENERATED)
        .allowEmptyShould(true)
        .as(
            "generated protobuf types appear in codec, stream, sync, inspect, activation and snapctl only");
  }

  static ArchRule springStaysInTheApplications() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.causeway.controlplane..", "dev.causeway.router..", "dev.causeway.samples..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .allowEmptyShould(true)
        .as("Spring is used in the applications and samples of applications only");
  }

  static ArchRule clusterClientStaysAtTheEdge() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            "..source.kubernetes..",
            "..operator..",
            "..status..",
            "..ingress..",
            "..leader..",
            "..controlplane.work..",
            "..controlplane.boot..",
            "..benchmarks.scale..",
            "..testkit.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.fabric8.openshift.client..")
        .allowEmptyShould(true)
        .as(
            "the cluster client is used where clusters are read or written, and where that is wired");
  }

  static ArchRule operatorAndCompilerDoNotMeet() {
    return noClasses()
        .that()
        .resideInAPackage("dev.causeway.controlplane.operator..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.causeway.routing.compile..")
        .allowEmptyShould(true)
        .as("operator and compiler do not know each other");
  }

  static ArchRule metersStandInTheCatalogue() {
    return noClasses()
        .that(describe("are no *Meter", type -> !type.getSimpleName().endsWith("Meter")))
        .should()
        .accessTargetWhere(Calls.namingAMeter())
        .allowEmptyShould(true)
        .as("meters are made by the catalogues *Meter, which docs/metrics.md lists");
  }

  static ArchRule testsAreNamedSoThatTheyRun() {
    return classes()
        .that(describe("hold tests", ArchitectureRules::holdsTests))
        .should()
        .haveNameMatching(".*(Test|IT)(\\$.*)?")
        .allowEmptyShould(true)
        .as("classes with tests are named *Test or *IT, or the build would not run them");
  }

  static ArchRule testsOnClustersAreNamedSo() {
    return classes()
        .that()
        .areAnnotatedWith("dev.causeway.testkit.cluster.OnCluster")
        .should()
        .haveSimpleNameEndingWith("ClusterTest")
        .allowEmptyShould(true)
        .as(
            "tests that need a cluster are named *ClusterTest, which the page of compatibility reads");
  }

  private static boolean holdsTests(JavaClass type) {
    return !type.getModifiers().contains(JavaModifier.ABSTRACT)
        && type.getMethods().stream()
            .anyMatch(
                method ->
                    method.isMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable"));
  }
}
