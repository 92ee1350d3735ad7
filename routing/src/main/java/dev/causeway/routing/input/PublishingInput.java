package dev.causeway.routing.input;

/**
 * What {@code spec.endpointPublishingStrategy} of an IngressController says about connections to
 * routers, as written; empty where absent.
 *
 * @param type how clients reach the routers
 * @param provider {@code providerParameters.type} of a load balancer
 * @param awsType {@code providerParameters.aws.type}
 * @param protocol {@code protocol} of the block that belongs to the type and provider
 * @param hostPorts {@code httpPort}, {@code httpsPort} and {@code statsPort} of {@code
 *     HostNetwork}, divided by commas
 */
public record PublishingInput(
    String type, String provider, String awsType, String protocol, String hostPorts) {
  /** Nothing is said. */
  public static final PublishingInput NONE = new PublishingInput("", "", "", "", "");
}
