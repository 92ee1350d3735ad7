package dev.causeway.routing.pem;

import dev.causeway.routing.model.KeyMaterial;

/**
 * One block of a PEM text.
 *
 * @param type kind of content
 * @param content decoded content; secret until its type proves otherwise
 */
record PemBlock(PemType type, KeyMaterial content) {}
