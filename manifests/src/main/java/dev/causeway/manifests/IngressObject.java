package dev.causeway.manifests;

import dev.causeway.routing.input.Origin;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Map;

/** An object of a file from which Routes are made; the compiler never sees it. */
public sealed interface IngressObject {
  /** Returns kind, namespace and name, such as {@code Ingress shop/web}. */
  String identity();

  /** Returns where the object was read from. */
  Origin origin();

  /**
   * An Ingress.
   *
   * @param ingress the object, with a name and a namespace; not changed by anybody
   * @param origin where it was read from
   * @param lines lines of the fields that remarks may name, by their paths
   */
  record Rules(Ingress ingress, Origin origin, Map<String, Integer> lines)
      implements IngressObject {
    /** Copies the map. */
    public Rules {
      lines = Map.copyOf(lines);
    }

    @Override
    public String identity() {
      return "Ingress "
          + ingress.getMetadata().getNamespace()
          + "/"
          + ingress.getMetadata().getName();
    }

    /** Returns the line of the deepest part of {@code field} that is known. */
    int line(String field) {
      for (String path = field; !path.isEmpty(); ) {
        Integer line = lines.get(path);
        if (line != null) {
          return line;
        }
        path =
            path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
      }
      return origin.line();
    }
  }

  /**
   * An IngressClass.
   *
   * @param name name of the class
   * @param controller {@code spec.controller}, empty where absent
   * @param origin where it was read from
   */
  record ClassOfIngresses(String name, String controller, Origin origin) implements IngressObject {
    @Override
    public String identity() {
      return identity(name);
    }

    /** Returns the identity of the class {@code name}. */
    static String identity(String name) {
      return "IngressClass " + name;
    }
  }
}
