package dev.causeway.controlplane.stream;

/**
 * Where and how routers are served.
 *
 * @param address address to listen on
 * @param port port to listen on; 0 for any free one
 * @param tls the server's identity and whom it trusts
 * @param session limits of a stream
 */
public record StreamServerOptions(String address, int port, TlsFiles tls, SessionOptions session) {}
