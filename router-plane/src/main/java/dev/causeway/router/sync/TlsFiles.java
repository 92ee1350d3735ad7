package dev.causeway.router.sync;

import java.nio.file.Path;

/**
 * The files of the router's identity towards the control plane, as PEM; read again for every
 * connection.
 *
 * @param certificate own chain, leaf first; its name selects the shard
 * @param key own private key, PKCS#8
 * @param trust certificates that control planes must chain to
 */
public record TlsFiles(Path certificate, Path key, Path trust) {}
