/**
 * Reading PEM: certificates, private keys and what makes a serving certificate of them.
 *
 * <p>Pure functions over text; nothing here is shared between threads. May depend on the model
 * only. Wrong text ends in {@link InvalidPemException}, whose message never quotes the text.
 */
@NullMarked
package dev.causeway.routing.pem;

import org.jspecify.annotations.NullMarked;
