package dev.causeway.routing.annotation;

import dev.causeway.testkit.docs.GeneratedPage;
import org.junit.jupiter.api.Test;

class AnnotationsPageTest {

  @Test
  void pageSaysWhatTheCatalogueSays() {
    StringBuilder page = new StringBuilder();
    page.append("# Annotations of Routes\n\n")
        .append("Generated from `AnnotationCatalog`; do not edit.\n\n")
        .append("## Acted on\n\n")
        .append("Where the IngressController has the annotation `")
        .append(
            "causeway.dev/strict-annotations: \"true\"`, a wrong value rejects the Route with\n")
        .append("`ExtendedValidationFailed` instead of counting as absent.\n\n")
        .append("| annotation | effect | accepted | default | a wrong value |\n")
        .append("|---|---|---|---|---|\n");
    for (AnnotationSpec<?> spec : AnnotationCatalog.active()) {
      page.append("| `")
          .append(spec.key())
          .append("` | ")
          .append(spec.doc())
          .append(" | ")
          .append(spec.accepted())
          .append(" | ")
          .append(spec.defaultText())
          .append(" | ")
          .append(
              switch (spec.onBadValue()) {
                case USE_DEFAULT -> "counts as absent; a notice says so";
                case REJECT -> "rejects the Route: `ExtendedValidationFailed`";
              })
          .append(" |\n");
    }
    page.append("\n## Known, not acted on by this version\n\n")
        .append("The Route is served all the same, and a notice says so.\n\n")
        .append("| annotation | in OKD it | leaving it out |\n")
        .append("|---|---|---|\n");
    for (PassiveAnnotation passive : AnnotationCatalog.passive()) {
      page.append("| `")
          .append(passive.key())
          .append("` | ")
          .append(passive.effect())
          .append(" | ")
          .append(passive.protects() ? "**removes a protection**" : "is harmless")
          .append(" |\n");
    }
    GeneratedPage.check("annotations.md", page.toString());
  }
}
