package dev.causeway.router.sync;

import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Rejection;
import dev.causeway.proto.v1.RejectionCode;
import dev.causeway.router.config.ResourceProblem;
import java.util.Collection;
import java.util.List;

/** Rejections as they travel. */
final class WireRejections {
  /** The most that one message lists; the count tells the rest. */
  static final int LIMIT = 1_000;

  private WireRejections() {}

  static List<Rejection> of(Collection<StandingRejection> rejections) {
    return rejections.stream().limit(LIMIT).map(WireRejections::of).toList();
  }

  /** Returns all of them, for storage. */
  static List<Rejection> all(Collection<StandingRejection> rejections) {
    return rejections.stream().map(WireRejections::of).toList();
  }

  /**
   * Reads a rejection that was stored without a kept version.
   *
   * @throws UndecodableResourceException if its name or hash has no meaning for this build
   */
  static StandingRejection read(Rejection wire) throws UndecodableResourceException {
    return new StandingRejection(
        WireIds.key(wire.getId()),
        WireIds.hash(wire.getHash()),
        new ResourceProblem(code(wire.getCode()), wire.getField(), wire.getMessage()),
        null);
  }

  private static Rejection of(StandingRejection rejection) {
    Rejection.Builder wire =
        Rejection.newBuilder()
            .setId(WireIds.name(rejection.key()))
            .setHash(WireIds.hash(rejection.hash()))
            .setCode(code(rejection.problem().code()))
            .setField(rejection.problem().field())
            .setMessage(rejection.problem().message());
    var kept = rejection.kept();
    if (kept != null) {
      wire.setKeptHash(WireIds.hash(kept));
    }
    return wire.build();
  }

  private static ResourceProblem.Code code(RejectionCode code) {
    return switch (code) {
      case REJECTION_CODE_MALFORMED -> ResourceProblem.Code.MALFORMED;
      case REJECTION_CODE_UNSUPPORTED_FEATURE -> ResourceProblem.Code.UNSUPPORTED_FEATURE;
      case REJECTION_CODE_INVALID_CERTIFICATE -> ResourceProblem.Code.INVALID_CERTIFICATE;
      case REJECTION_CODE_INVALID_TRUST_BUNDLE -> ResourceProblem.Code.INVALID_TRUST_BUNDLE;
      case REJECTION_CODE_MISSING_REFERENCE -> ResourceProblem.Code.MISSING_REFERENCE;
      case REJECTION_CODE_INVALID_VALUE, REJECTION_CODE_UNSPECIFIED, UNRECOGNIZED ->
          ResourceProblem.Code.INVALID_VALUE;
    };
  }

  private static RejectionCode code(ResourceProblem.Code code) {
    return switch (code) {
      case MALFORMED -> RejectionCode.REJECTION_CODE_MALFORMED;
      case UNSUPPORTED_FEATURE -> RejectionCode.REJECTION_CODE_UNSUPPORTED_FEATURE;
      case INVALID_CERTIFICATE -> RejectionCode.REJECTION_CODE_INVALID_CERTIFICATE;
      case INVALID_TRUST_BUNDLE -> RejectionCode.REJECTION_CODE_INVALID_TRUST_BUNDLE;
      case INVALID_VALUE -> RejectionCode.REJECTION_CODE_INVALID_VALUE;
      case MISSING_REFERENCE -> RejectionCode.REJECTION_CODE_MISSING_REFERENCE;
    };
  }
}
