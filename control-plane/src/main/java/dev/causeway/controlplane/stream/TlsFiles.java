package dev.causeway.controlplane.stream;

import java.nio.file.Path;

/**
 * The files of one mutual TLS identity, as PEM. They are read again when they change, so that
 * certificates rotate without a restart.
 *
 * @param certificate own chain, leaf first
 * @param key own private key, PKCS#8
 * @param trust certificates that peers must chain to
 */
public record TlsFiles(Path certificate, Path key, Path trust) {}
