/** Support for tests of every module; never part of a release. */
@NullMarked
package dev.causeway.testkit;

import org.jspecify.annotations.NullMarked;
