/**
 * Kubernetes and OKD manifests as inputs of the compiler.
 *
 * <p>YAML and JSON text is split into documents, each document becomes an object of the fabric8
 * model, and that an {@link dev.causeway.routing.input.Input}. What is wrong with one document
 * loses that document alone. Depends on {@code routing.input} and the fabric8 model, never on a
 * client. Readers are stateless; a {@link dev.causeway.manifests.ManifestSet} belongs to one
 * thread.
 */
@NullMarked
package dev.causeway.manifests;

import org.jspecify.annotations.NullMarked;
