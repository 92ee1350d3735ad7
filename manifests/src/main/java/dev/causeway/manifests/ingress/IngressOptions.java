package dev.causeway.manifests.ingress;

/**
 * Which Ingresses are ours.
 *
 * @param controller value of {@code spec.controller} of our IngressClasses
 * @param classless whether Ingresses that name no class at all are ours too
 */
public record IngressOptions(String controller, boolean classless) {
  /** Our own controller, and no Ingress without a class. */
  public static final IngressOptions DEFAULT = new IngressOptions("causeway.dev/ingress", false);
}
