/**
 * The origins behind the demo: they tell what reached them.
 *
 * <p>Runs on the event loops it is given. Depends on Netty only.
 */
@NullMarked
package dev.causeway.demo.origin;

import org.jspecify.annotations.NullMarked;
