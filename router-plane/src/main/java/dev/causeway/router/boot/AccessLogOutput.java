package dev.causeway.router.boot;

import java.io.OutputStream;

/**
 * Where the access log goes that is wanted on the standard output. An application may have one of
 * its own.
 *
 * @param stream takes whole lines, many with one write; {@code System.out} by default, where lines
 *     of the router's own log then come between them, never within
 */
public record AccessLogOutput(OutputStream stream) {}
