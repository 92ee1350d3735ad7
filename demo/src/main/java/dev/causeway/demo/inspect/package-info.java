/**
 * Questions to the control plane's inspection service.
 *
 * <p>Blocking calls for the self-check's thread. The only place of the demo that sees protobuf.
 */
@NullMarked
package dev.causeway.demo.inspect;

import org.jspecify.annotations.NullMarked;
