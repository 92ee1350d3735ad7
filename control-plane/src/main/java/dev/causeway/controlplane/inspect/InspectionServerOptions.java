package dev.causeway.controlplane.inspect;

import dev.causeway.controlplane.stream.TlsFiles;
import java.util.Set;

/**
 * Where and to whom inspection is offered.
 *
 * @param address address to listen on
 * @param port port to listen on; 0 for any free one
 * @param tls the server's identity and whom it trusts
 * @param identities names of client certificates that may ask
 */
public record InspectionServerOptions(
    String address, int port, TlsFiles tls, Set<String> identities) {
  /** The name in the client certificate of snapctl. */
  public static final String SNAPCTL = "snapctl.causeway";

  /** Copies the set. */
  public InspectionServerOptions {
    identities = Set.copyOf(identities);
  }
}
