package dev.causeway.routing.model;

/** Versions of TLS, oldest first. */
public enum TlsVersion {
  TLS_1_0,
  TLS_1_1,
  TLS_1_2,
  TLS_1_3
}
