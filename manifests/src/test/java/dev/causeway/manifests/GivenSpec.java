package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.Input;

/** Reads an IngressController of which only the spec matters. */
final class GivenSpec {
  private GivenSpec() {}

  /** Returns what is made of a file that holds the lines of {@code spec}. */
  static ParsedFile file(String spec) {
    return new ManifestReader()
        .read(
            "f.yaml",
            """
            apiVersion: operator.openshift.io/v1
            kind: IngressController
            metadata: {name: default, namespace: openshift-ingress-operator}
            spec:
            """
                + spec.indent(2));
  }

  static IngressControllerInput controller(String spec) {
    ParsedFile file = file(spec);
    assertThat(file.problems()).isEmpty();
    Input only = file.objects().getFirst();
    assertThat(only).isInstanceOf(IngressControllerInput.class);
    return (IngressControllerInput) only;
  }
}
