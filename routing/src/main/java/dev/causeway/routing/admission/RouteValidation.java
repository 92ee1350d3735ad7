package dev.causeway.routing.admission;

import dev.causeway.routing.input.BackendRef;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.TlsInput;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.pem.InvalidPemException;
import dev.causeway.routing.pem.PemFields;
import dev.causeway.routing.pem.ServingCertificate;
import dev.causeway.routing.pem.TrustAnchors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stages behind the contest for hosts: external certificate, then extended validation (RT-077,
 * RT-080). A Route that fails here keeps its claim (HO-003).
 */
public final class RouteValidation {
  private static final int MOST_ALTERNATES = 3;

  /** What validation ended in. */
  public sealed interface Result {}

  /**
   * The Route must not be served.
   *
   * @param rejection why; the message holds everything found (RT-072)
   */
  public record Invalid(Rejection rejection) implements Result {}

  /**
   * The Route can be served.
   *
   * @param termination where TLS ends
   * @param insecurePolicy what the plain side does
   * @param certificate the Route's own certificate, or null
   * @param anchors trust anchors for the backend, or null
   * @param headerActions edits of headers
   * @param remarks remarks as field and message
   */
  public record Valid(
      Termination termination,
      InsecurePolicy insecurePolicy,
      ServingCertificate.@Nullable Usable certificate,
      @Nullable TrustAnchors anchors,
      HeaderActions headerActions,
      List<Remark> remarks)
      implements Result {
    /** Copies the list. */
    public Valid {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * A field and what there is to say about it.
   *
   * @param field path of the field
   * @param message rest of a sentence whose subject is the field
   */
  public record Remark(String field, String message) {}

  private final RouteInput route;
  private final Function<PemFields, ServingCertificate.Result> certificates;
  private final List<Remark> problems = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();

  private RouteValidation(
      RouteInput route, Function<PemFields, ServingCertificate.Result> certificates) {
    this.route = route;
    this.certificates = certificates;
  }

  /**
   * Validates a Route.
   *
   * @param secrets finds Secrets
   * @param certificates {@link ServingCertificate#read}, possibly remembering results
   */
  public static Result validate(
      RouteInput route,
      Function<ObjectKey, @Nullable SecretInput> secrets,
      Function<PemFields, ServingCertificate.Result> certificates) {
    ExternalCertificate external = ExternalCertificate.resolve(route, secrets);
    if (external instanceof ExternalCertificate.Unusable unusable) {
      return new Invalid(unusable.rejection());
    }
    return new RouteValidation(route, certificates).result(external);
  }

  private Result result(ExternalCertificate external) {
    backends();
    Termination termination = TlsTermination.of(route);
    path(termination);
    InsecurePolicy insecurePolicy = InsecurePolicy.NONE;
    ServingCertificate.Usable certificate = null;
    TrustAnchors anchors = null;
    TlsInput tls = route.tls();
    if (tls != null) {
      if (termination == null) {
        problem(
            "spec.tls.termination",
            Quoted.of(tls.termination()) + " is not one of edge, passthrough and reencrypt");
      } else {
        InsecurePolicy policy = TlsTermination.insecurePolicy(tls, termination);
        if (policy == null) {
          problem(
              "spec.tls.insecureEdgeTerminationPolicy",
              Quoted.of(tls.insecurePolicy())
                  + (termination == Termination.PASSTHROUGH
                      ? " is not possible with passthrough; write None or Redirect"
                      : " is not one of None, Allow and Redirect"));
        } else {
          insecurePolicy = policy;
        }
        combinations(tls, termination);
      }
      certificate = certificate(tls, external);
      anchors = anchors(tls);
    }
    HeaderActions headerActions = headerActions(termination);
    if (problems.isEmpty() && termination != null) {
      return new Valid(termination, insecurePolicy, certificate, anchors, headerActions, remarks);
    }
    String message =
        problems.stream()
            .map(problem -> problem.field() + ": " + problem.message())
            .collect(Collectors.joining("; "));
    return new Invalid(Rejection.invalid(problems.getFirst().field(), message));
  }

  private void backends() {
    BackendRef to = route.to();
    if (to == null) {
      problem("spec.to", "is missing; name the Service that serves the Route");
    } else {
      backend("spec.to", to);
    }
    for (int i = 0; i < route.alternateBackends().size(); i++) {
      backend("spec.alternateBackends[" + i + "]", route.alternateBackends().get(i));
    }
    if (route.alternateBackends().size() > MOST_ALTERNATES) {
      problem("spec.alternateBackends", "has more than 3 entries; remove some");
    }
    if (route.targetPort().equals("0")) {
      problem("spec.port.targetPort", "is 0; name a port or give its number");
    }
  }

  private void backend(String field, BackendRef backend) {
    if (!backend.kind().equals("Service")) {
      problem(field + ".kind", Quoted.of(backend.kind()) + " is not supported; only Service is");
    }
    if (backend.name().isEmpty()) {
      problem(field + ".name", "is empty; name a Service of the Route's namespace");
    }
    Integer weight = backend.weight();
    if (weight != null && (weight < 0 || weight > 256)) {
      remarks.add(
          new Remark(
              field + ".weight",
              weight + " is outside 0..256; " + (weight < 0 ? 0 : 256) + " is used"));
    }
  }

  private HeaderActions headerActions(@Nullable Termination termination) {
    if (termination == Termination.PASSTHROUGH
        && !route.headerActions().equals(HeaderActionsInput.NONE)) {
      problem(
          HeaderActionReader.FIELD,
          "are not possible with passthrough, which sees no headers; remove them");
    }
    return HeaderActionReader.read(
        route.headerActions(),
        false,
        this::problem,
        (field, message) -> remarks.add(new Remark(field, message)));
  }

  private void path(@Nullable Termination termination) {
    String path = route.path();
    if (path.isEmpty()) {
      return;
    }
    if (termination == Termination.PASSTHROUGH) {
      problem("spec.path", "is not possible with passthrough, which sees no requests; remove it");
    }
    if (!path.startsWith("/")) {
      problem("spec.path", Quoted.of(path) + " does not begin with /");
    }
    if (path.chars().anyMatch(c -> c == '?' || c == '#' || c <= ' ' || c == 0x7f)) {
      remarks.add(
          new Remark(
              "spec.path",
              Quoted.of(path)
                  + " holds a space, #, ? or control character, which no request path has: the"
                  + " Route can never match"));
    }
  }

  private void combinations(TlsInput tls, Termination termination) {
    boolean external = tls.externalCertificate() != null;
    if (termination == Termination.PASSTHROUGH) {
      forbid("spec.tls.certificate", !tls.certificate().isEmpty(), "passthrough");
      forbid("spec.tls.key", !tls.key().isEmpty(), "passthrough");
      forbid("spec.tls.caCertificate", !tls.caCertificate().isEmpty(), "passthrough");
      forbid(ExternalCertificate.FIELD, external, "passthrough");
    }
    if (termination != Termination.REENCRYPT) {
      forbid(
          "spec.tls.destinationCACertificate",
          !tls.destinationCaCertificate().isEmpty(),
          termination == Termination.EDGE ? "edge" : "passthrough");
    }
    if (external && !(tls.certificate().isEmpty() && tls.key().isEmpty())) {
      problem(
          ExternalCertificate.FIELD,
          "cannot be used together with spec.tls.certificate or spec.tls.key; remove one");
    }
  }

  private void forbid(String field, boolean present, String termination) {
    if (present) {
      problem(field, "is not possible with termination " + termination + "; remove it");
    }
  }

  private ServingCertificate.@Nullable Usable certificate(
      TlsInput tls, ExternalCertificate external) {
    PemFields fields =
        external instanceof ExternalCertificate.Found found
            ? new PemFields(found.fields().certificate(), found.fields().key(), tls.caCertificate())
            : new PemFields(tls.certificate(), tls.key(), tls.caCertificate());
    boolean fromSecret = external instanceof ExternalCertificate.Found;
    return switch (certificates.apply(fields)) {
      case ServingCertificate.Usable usable -> usable;
      case ServingCertificate.Absent() -> {
        if (!fields.key().isEmpty() || !fields.caCertificate().isEmpty()) {
          remarks.add(
              new Remark(
                  "spec.tls.certificate",
                  "is empty, so spec.tls.key and spec.tls.caCertificate are not used; the shard's"
                      + " default certificate is served"));
        }
        yield null;
      }
      case ServingCertificate.Broken broken -> {
        for (ServingCertificate.Problem problem : broken.problems()) {
          String name =
              switch (problem.field()) {
                case CERTIFICATE -> fromSecret ? "tls.crt" : "spec.tls.certificate";
                case KEY -> fromSecret ? "tls.key" : "spec.tls.key";
                case CA_CERTIFICATE -> "spec.tls.caCertificate";
              };
          boolean inSecret = name.startsWith("tls.");
          problem(
              inSecret ? ExternalCertificate.FIELD : name,
              inSecret
                  ? name + " of Secret " + tls.externalCertificate() + " " + problem.message()
                  : problem.message());
        }
        yield null;
      }
    };
  }

  private @Nullable TrustAnchors anchors(TlsInput tls) {
    if (tls.destinationCaCertificate().isEmpty()) {
      return null;
    }
    try {
      return TrustAnchors.read(tls.destinationCaCertificate());
    } catch (InvalidPemException e) {
      problem("spec.tls.destinationCACertificate", e.problem());
      return null;
    }
  }

  private void problem(String field, String message) {
    problems.add(new Remark(field, message));
  }
}
