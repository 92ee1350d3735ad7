package dev.causeway.routing.model;

/** Algorithms of serving keys (RT-082). */
public enum KeyAlgorithm {
  RSA,
  EC
}
