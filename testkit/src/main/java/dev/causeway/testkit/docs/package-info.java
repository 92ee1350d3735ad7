/** Reference pages that are generated from the code and compared with what is committed. */
@NullMarked
package dev.causeway.testkit.docs;

import org.jspecify.annotations.NullMarked;
