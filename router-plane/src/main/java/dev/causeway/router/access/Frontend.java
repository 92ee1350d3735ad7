package dev.causeway.router.access;

import dev.causeway.router.exchange.ClientFacts;

/** Where a request or connection came in, by the names that OKD's router has for it. */
enum Frontend {
  /** Plain HTTP. */
  PUBLIC("public", ""),
  /** TLS that is relayed. */
  PUBLIC_SSL("public_ssl", ""),
  /** TLS that ended here, with a server name. */
  FE_SNI("fe_sni", "~"),
  /** TLS that ended here, without. */
  FE_NO_SNI("fe_no_sni", "~");

  private final String text;
  private final String mark;

  Frontend(String text, String mark) {
    this.text = text;
    this.mark = mark;
  }

  static Frontend of(ClientFacts client) {
    if (!client.secure()) {
      return PUBLIC;
    }
    return client.sni() == null ? FE_NO_SNI : FE_SNI;
  }

  String text() {
    return text;
  }

  /** Returns what marks the name where TLS ended. */
  String mark() {
    return mark;
  }
}
