package dev.causeway.controlplane.activation;

import dev.causeway.controlplane.stream.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which replicas are asked, and how long they are waited for.
 *
 * @param replicas finds the inspection ports of all replicas that serve routers
 * @param identity name that their certificates must be valid for
 * @param tls own identity, and whom to trust; read for every connection
 * @param lookUpEvery how often replicas are looked for; also whenever one is lost
 * @param unreachableAfter how long a replica that cannot be connected to is waited for; its routers
 *     are elsewhere by then
 */
public record SurveyOptions(
    Replicas replicas,
    String identity,
    TlsFiles tls,
    Duration lookUpEvery,
    Duration unreachableAfter) {
  private static final Duration LOOK_UP = Duration.ofSeconds(5);
  private static final Duration UNREACHABLE = Duration.ofSeconds(10);

  /** Finds replicas. */
  public interface Replicas {
    /**
     * Returns the addresses of all that are ready; may block.
     *
     * @throws UnknownHostException if that cannot be told
     */
    Set<InetSocketAddress> find() throws UnknownHostException;
  }

  /** Returns options for all addresses behind {@code host}, with the usual times. */
  public static SurveyOptions of(String host, int port, String identity, TlsFiles tls) {
    return new SurveyOptions(
        () ->
            Arrays.stream(InetAddress.getAllByName(host))
                .map(address -> new InetSocketAddress(address, port))
                .collect(Collectors.toUnmodifiableSet()),
        identity,
        tls,
        LOOK_UP,
        UNREACHABLE);
  }
}
