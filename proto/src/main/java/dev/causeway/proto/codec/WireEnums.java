package dev.causeway.proto.codec;

import dev.causeway.proto.codec.UndecodableResourceException.Cause;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ClosedClients;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.SameSite;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TlsVersion;

/** Enumerations in both forms. A value this build does not know is an error, never a default. */
final class WireEnums {
  private WireEnums() {}

  static dev.causeway.proto.v1.KeyAlgorithm keyAlgorithm(KeyAlgorithm value) {
    return switch (value) {
      case RSA -> dev.causeway.proto.v1.KeyAlgorithm.KEY_ALGORITHM_RSA;
      case EC -> dev.causeway.proto.v1.KeyAlgorithm.KEY_ALGORITHM_EC;
    };
  }

  static KeyAlgorithm keyAlgorithm(dev.causeway.proto.v1.KeyAlgorithm value)
      throws UndecodableResourceException {
    return switch (value) {
      case KEY_ALGORITHM_RSA -> KeyAlgorithm.RSA;
      case KEY_ALGORITHM_EC -> KeyAlgorithm.EC;
      case KEY_ALGORITHM_UNSPECIFIED -> throw absent("algorithm");
      case UNRECOGNIZED -> throw unknown("algorithm");
    };
  }

  static dev.causeway.proto.v1.Termination termination(Termination value) {
    return switch (value) {
      case NONE -> dev.causeway.proto.v1.Termination.TERMINATION_NONE;
      case EDGE -> dev.causeway.proto.v1.Termination.TERMINATION_EDGE;
      case REENCRYPT -> dev.causeway.proto.v1.Termination.TERMINATION_REENCRYPT;
      case PASSTHROUGH -> dev.causeway.proto.v1.Termination.TERMINATION_PASSTHROUGH;
    };
  }

  static Termination termination(dev.causeway.proto.v1.Termination value)
      throws UndecodableResourceException {
    return switch (value) {
      case TERMINATION_NONE -> Termination.NONE;
      case TERMINATION_EDGE -> Termination.EDGE;
      case TERMINATION_REENCRYPT -> Termination.REENCRYPT;
      case TERMINATION_PASSTHROUGH -> Termination.PASSTHROUGH;
      case TERMINATION_UNSPECIFIED -> throw absent("termination");
      case UNRECOGNIZED -> throw unknown("termination");
    };
  }

  static dev.causeway.proto.v1.InsecurePolicy insecurePolicy(InsecurePolicy value) {
    return switch (value) {
      case NONE -> dev.causeway.proto.v1.InsecurePolicy.INSECURE_POLICY_NONE;
      case ALLOW -> dev.causeway.proto.v1.InsecurePolicy.INSECURE_POLICY_ALLOW;
      case REDIRECT -> dev.causeway.proto.v1.InsecurePolicy.INSECURE_POLICY_REDIRECT;
    };
  }

  static InsecurePolicy insecurePolicy(dev.causeway.proto.v1.InsecurePolicy value)
      throws UndecodableResourceException {
    return switch (value) {
      case INSECURE_POLICY_NONE -> InsecurePolicy.NONE;
      case INSECURE_POLICY_ALLOW -> InsecurePolicy.ALLOW;
      case INSECURE_POLICY_REDIRECT -> InsecurePolicy.REDIRECT;
      case INSECURE_POLICY_UNSPECIFIED -> throw absent("insecurePolicy");
      case UNRECOGNIZED -> throw unknown("insecurePolicy");
    };
  }

  static dev.causeway.proto.v1.Balance balance(Balance value) {
    return switch (value) {
      case ROUND_ROBIN -> dev.causeway.proto.v1.Balance.BALANCE_ROUND_ROBIN;
      case LEAST_CONNECTIONS -> dev.causeway.proto.v1.Balance.BALANCE_LEAST_CONNECTIONS;
      case SOURCE -> dev.causeway.proto.v1.Balance.BALANCE_SOURCE;
      case RANDOM -> dev.causeway.proto.v1.Balance.BALANCE_RANDOM;
    };
  }

  static Balance balance(dev.causeway.proto.v1.Balance value) throws UndecodableResourceException {
    return switch (value) {
      case BALANCE_ROUND_ROBIN -> Balance.ROUND_ROBIN;
      case BALANCE_LEAST_CONNECTIONS -> Balance.LEAST_CONNECTIONS;
      case BALANCE_SOURCE -> Balance.SOURCE;
      case BALANCE_RANDOM -> Balance.RANDOM;
      case BALANCE_UNSPECIFIED -> throw absent("balance");
      case UNRECOGNIZED -> throw unknown("balance");
    };
  }

  static dev.causeway.proto.v1.ForwardedPolicy forwarded(ForwardedPolicy value) {
    return switch (value) {
      case APPEND -> dev.causeway.proto.v1.ForwardedPolicy.FORWARDED_POLICY_APPEND;
      case REPLACE -> dev.causeway.proto.v1.ForwardedPolicy.FORWARDED_POLICY_REPLACE;
      case IF_NONE -> dev.causeway.proto.v1.ForwardedPolicy.FORWARDED_POLICY_IF_NONE;
      case NEVER -> dev.causeway.proto.v1.ForwardedPolicy.FORWARDED_POLICY_NEVER;
    };
  }

  static ForwardedPolicy forwarded(dev.causeway.proto.v1.ForwardedPolicy value)
      throws UndecodableResourceException {
    return switch (value) {
      case FORWARDED_POLICY_APPEND -> ForwardedPolicy.APPEND;
      case FORWARDED_POLICY_REPLACE -> ForwardedPolicy.REPLACE;
      case FORWARDED_POLICY_IF_NONE -> ForwardedPolicy.IF_NONE;
      case FORWARDED_POLICY_NEVER -> ForwardedPolicy.NEVER;
      case FORWARDED_POLICY_UNSPECIFIED -> throw absent("forwarded");
      case UNRECOGNIZED -> throw unknown("forwarded");
    };
  }

  static dev.causeway.proto.v1.ClosedClients closedClients(ClosedClients value) {
    return switch (value) {
      case CONTINUE -> dev.causeway.proto.v1.ClosedClients.CLOSED_CLIENTS_CONTINUE;
      case ABORT -> dev.causeway.proto.v1.ClosedClients.CLOSED_CLIENTS_ABORT;
    };
  }

  static ClosedClients closedClients(dev.causeway.proto.v1.ClosedClients value)
      throws UndecodableResourceException {
    return switch (value) {
      case CLOSED_CLIENTS_CONTINUE -> ClosedClients.CONTINUE;
      case CLOSED_CLIENTS_ABORT -> ClosedClients.ABORT;
      case CLOSED_CLIENTS_UNSPECIFIED -> throw absent("balancing.closedClients");
      case UNRECOGNIZED -> throw unknown("balancing.closedClients");
    };
  }

  static dev.causeway.proto.v1.SameSite sameSite(SameSite value) {
    return switch (value) {
      case LAX -> dev.causeway.proto.v1.SameSite.SAME_SITE_LAX;
      case STRICT -> dev.causeway.proto.v1.SameSite.SAME_SITE_STRICT;
      case NONE -> dev.causeway.proto.v1.SameSite.SAME_SITE_NONE;
    };
  }

  static SameSite sameSite(dev.causeway.proto.v1.SameSite value)
      throws UndecodableResourceException {
    return switch (value) {
      case SAME_SITE_LAX -> SameSite.LAX;
      case SAME_SITE_STRICT -> SameSite.STRICT;
      case SAME_SITE_NONE -> SameSite.NONE;
      case SAME_SITE_UNSPECIFIED -> throw absent("affinity.sameSite");
      case UNRECOGNIZED -> throw unknown("affinity.sameSite");
    };
  }

  static dev.causeway.proto.v1.AppProtocol protocol(AppProtocol value) {
    return switch (value) {
      case HTTP1 -> dev.causeway.proto.v1.AppProtocol.APP_PROTOCOL_HTTP1;
      case H2C -> dev.causeway.proto.v1.AppProtocol.APP_PROTOCOL_H2C;
    };
  }

  static AppProtocol protocol(dev.causeway.proto.v1.AppProtocol value, String field)
      throws UndecodableResourceException {
    return switch (value) {
      case APP_PROTOCOL_HTTP1 -> AppProtocol.HTTP1;
      case APP_PROTOCOL_H2C -> AppProtocol.H2C;
      case APP_PROTOCOL_UNSPECIFIED -> throw absent(field);
      case UNRECOGNIZED -> throw unknown(field);
    };
  }

  static dev.causeway.proto.v1.TlsVersion tlsVersion(TlsVersion value) {
    return switch (value) {
      case TLS_1_0 -> dev.causeway.proto.v1.TlsVersion.TLS_VERSION_1_0;
      case TLS_1_1 -> dev.causeway.proto.v1.TlsVersion.TLS_VERSION_1_1;
      case TLS_1_2 -> dev.causeway.proto.v1.TlsVersion.TLS_VERSION_1_2;
      case TLS_1_3 -> dev.causeway.proto.v1.TlsVersion.TLS_VERSION_1_3;
    };
  }

  static TlsVersion tlsVersion(dev.causeway.proto.v1.TlsVersion value)
      throws UndecodableResourceException {
    return switch (value) {
      case TLS_VERSION_1_0 -> TlsVersion.TLS_1_0;
      case TLS_VERSION_1_1 -> TlsVersion.TLS_1_1;
      case TLS_VERSION_1_2 -> TlsVersion.TLS_1_2;
      case TLS_VERSION_1_3 -> TlsVersion.TLS_1_3;
      case TLS_VERSION_UNSPECIFIED -> throw absent("tls.minimumVersion");
      case UNRECOGNIZED -> throw unknown("tls.minimumVersion");
    };
  }

  private static UndecodableResourceException absent(String field) {
    return new UndecodableResourceException(Cause.MALFORMED, field, field + " is missing");
  }

  private static UndecodableResourceException unknown(String field) {
    return new UndecodableResourceException(
        Cause.UNSUPPORTED, field, field + " has a value that this build does not know");
  }
}
