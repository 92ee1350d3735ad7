/**
 * The codec between wire messages and the model.
 *
 * <p>Stateless; any thread may call it. What does not decode is reported as {@link
 * dev.causeway.proto.codec.UndecodableResourceException}, so that one bad resource never costs more
 * than itself. Depends on the generated messages and on {@code routing}.
 */
@NullMarked
package dev.causeway.proto.codec;

import org.jspecify.annotations.NullMarked;
