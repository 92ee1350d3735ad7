/**
 * Folders of manifests: which files count, and what they say now.
 *
 * <p>Reads files and nothing else; single-threaded. Depends on {@code manifests} and its readers.
 */
@NullMarked
package dev.causeway.manifests.folder;

import org.jspecify.annotations.NullMarked;
