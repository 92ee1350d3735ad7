package dev.causeway.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What can be seen to be mutable from a declared type alone. */
final class Mutability {

  private static final List<String> MUTABLE =
      List.of(
          "java.lang.AbstractStringBuilder",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.nio.Buffer",
          "java.util.BitSet",
          "java.util.Random",
          "java.util.concurrent.Executor",
          "java.util.concurrent.locks.Lock",
          "java.util.concurrent.locks.ReadWriteLock",
          "io.netty.buffer.ByteBuf",
          "io.netty.util.concurrent.FastThreadLocal");

  private Mutability() {}

  static DescribedPredicate<JavaClass> detectable() {
    return describe("that can be changed", Mutability::isMutable);
  }

  private static boolean isMutable(JavaClass type) {
    return type.isArray()
        || isMutableCollection(type)
        || isAtomic(type)
        || MUTABLE.stream().anyMatch(type::isAssignableTo);
  }

  /** Interfaces may hold {@code List.of(…)}; implementations and concurrent ones are mutable. */
  private static boolean isMutableCollection(JavaClass type) {
    return (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class))
        && (!type.isInterface() || type.getPackageName().equals("java.util.concurrent"));
  }

  private static boolean isAtomic(JavaClass type) {
    return type.getPackageName().equals("java.util.concurrent.atomic")
        && !type.getSimpleName().endsWith("FieldUpdater");
  }
}
