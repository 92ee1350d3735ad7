package dev.causeway.systemtests;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer.
 *
 * @param status status code
 * @param headers by lower-case name
 * @param body text
 * @param certificate subject of the peer's certificate, null without TLS
 */
record Answer(int status, Map<String, String> headers, String body, @Nullable String certificate) {}
