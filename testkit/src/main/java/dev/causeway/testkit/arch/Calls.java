package dev.causeway.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.time.Clock;
import java.util.Set;

/** Predicates over calls and method references. */
final class Calls {

  private static final Set<String> REGISTERING =
      Set.of("counter", "gauge", "gaugeCollectionSize", "gaugeMapSize", "summary", "timer");

  private Calls() {}

  static DescribedPredicate<JavaAccess<?>> to(Class<?> owner, String method) {
    return to(owner.getName(), method);
  }

  static DescribedPredicate<JavaAccess<?>> to(String owner, String method) {
    return describe(
        owner + "." + method,
        access ->
            access.getTarget().getName().equals(method)
                && access.getTargetOwner().isAssignableTo(owner));
  }

  static DescribedPredicate<JavaAccess<?>> readingTheWallClock() {
    return to(System.class, "currentTimeMillis")
        .or(to("java.util.Calendar", "getInstance"))
        .or(describe("new Date()", Calls::isDateOfNow))
        .or(describe("java.time now()", Calls::isNowWithoutClock));
  }

  static DescribedPredicate<JavaAccess<?>> makingASystemClock() {
    return describe(
        "Clock.system…",
        access ->
            access.getTargetOwner().isEquivalentTo(Clock.class)
                && (access.getTarget().getName().startsWith("system")
                    || access.getTarget().getName().startsWith("tick")));
  }

  /** Making a meter of Micrometer by its name. */
  static DescribedPredicate<JavaAccess<?>> namingAMeter() {
    return describe(
        "a meter's builder",
        access ->
            access.getTargetOwner().getPackageName().equals("io.micrometer.core.instrument")
                && (access.getTarget().getName().equals("builder")
                    || (access.getTargetOwner().getSimpleName().equals("MeterRegistry")
                        && REGISTERING.contains(access.getTarget().getName()))));
  }

  private static boolean isDateOfNow(JavaAccess<?> access) {
    return access.getTargetOwner().getFullName().equals("java.util.Date")
        && access.getTarget() instanceof CodeUnitAccessTarget target
        && target.getName().equals("<init>")
        && target.getRawParameterTypes().isEmpty();
  }

  private static boolean isNowWithoutClock(JavaAccess<?> access) {
    return access.getTargetOwner().getPackageName().equals("java.time")
        && access.getTarget() instanceof CodeUnitAccessTarget target
        && target.getName().equals("now")
        && target.getRawParameterTypes().stream()
            .noneMatch(parameter -> parameter.isEquivalentTo(Clock.class));
  }
}
