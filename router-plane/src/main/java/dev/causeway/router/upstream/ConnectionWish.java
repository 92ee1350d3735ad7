package dev.causeway.router.upstream;

/**
 * What a request needs of its connection.
 *
 * @param connectTimeoutMillis limit for connecting, and again for the TLS handshake (RO-001)
 * @param http1Only whether only HTTP/1.1 will do, as for upgrades
 * @param unrepeatable whether the request must not be sent twice, so that a connection that may be
 *     closing is no good
 * @param fresh whether only a new connection will do
 */
public record ConnectionWish(
    int connectTimeoutMillis, boolean http1Only, boolean unrepeatable, boolean fresh) {}
