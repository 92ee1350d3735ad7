package dev.causeway.router.sync;

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
