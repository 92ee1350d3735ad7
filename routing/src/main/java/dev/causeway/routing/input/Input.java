package dev.causeway.routing.input;

/** A cluster object as the compiler reads it. Equality is by content, origin included. */
public sealed interface Input
    permits RouteInput,
        ServiceInput,
        EndpointSliceInput,
        SecretInput,
        NamespaceInput,
        IngressControllerInput,
        EpochInput,
        ConfigMapInput,
        RevocationListInput {

  /** Returns the identity of the object. */
  ObjectKey key();

  /** Returns the metadata of the object. */
  Metadata metadata();

  /** Returns where the object was read from. */
  Origin origin();
}
