package dev.causeway.routing.match;

import dev.causeway.routing.model.Rule;

/** The rules a look-up considers; each is a table of its own (HO-043). */
enum Side {
  /** Every rule, for the redirect decision (HO-050). */
  ALL {
    @Override
    boolean has(Rule rule) {
      return true;
    }
  },
  /** Rules that serve plain requests. */
  HTTP {
    @Override
    boolean has(Rule rule) {
      return rule.servedOnHttp();
    }
  },
  /** Rules that serve requests inside TLS. */
  HTTPS {
    @Override
    boolean has(Rule rule) {
      return rule.servedOnHttps();
    }
  };

  abstract boolean has(Rule rule);
}
