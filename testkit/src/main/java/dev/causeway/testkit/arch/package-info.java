/**
 * The architecture that the build enforces, as rules every module runs over its own classes and
 * sources. Depends on ArchUnit and JUnit only.
 */
@NullMarked
package dev.causeway.testkit.arch;

import org.jspecify.annotations.NullMarked;
