/** Wire contracts of the snapshot stream and the codec between wire and model. */
@NullMarked
package dev.causeway.proto;

import org.jspecify.annotations.NullMarked;
