package dev.causeway.manifests.ingress;

import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.ServiceInput;
import dev.causeway.routing.model.KeyMaterial;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.openshift.api.model.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** What an Ingress may refer to, and Ingresses from short texts. */
final class World implements IngressReferences {
  static final IngressOptions OKD = new IngressOptions("openshift.io/ingress-to-route", true);

  private final Map<String, String> classes = new HashMap<>();
  private final Map<String, ServiceInput> services = new HashMap<>();
  private final Map<String, SecretInput> secrets = new HashMap<>();

  World() {
    withService("web", "http:80", "admin:81");
  }

  World ingressClass(String name, String controller) {
    classes.put(name, controller);
    return this;
  }

  /** Adds a Service; a port is {@code name:number}. */
  World withService(String name, String... ports) {
    List<ServiceInput.Port> of = new ArrayList<>();
    for (String port : ports) {
      String[] parts = port.split(":", 2);
      of.add(new ServiceInput.Port(parts[0], "TCP", Integer.parseInt(parts[1]), ""));
    }
    ObjectKey key = new ObjectKey(InputKind.SERVICE, "shop", name);
    services.put(name, new ServiceInput(key, Metadata.EMPTY, Origin.UNKNOWN, "ClusterIP", "", of));
    return this;
  }

  /** Adds a Secret; its values are {@code NAME KEY}. */
  World secret(String name, String type, String... keys) {
    Map<String, KeyMaterial> data = new HashMap<>();
    for (String key : keys) {
      data.put(key, KeyMaterial.ofText(name + " " + key));
    }
    ObjectKey key = new ObjectKey(InputKind.SECRET, "shop", name);
    secrets.put(name, new SecretInput(key, Metadata.EMPTY, Origin.UNKNOWN, type, data));
    return this;
  }

  World tlsSecret(String name) {
    return secret(name, "kubernetes.io/tls", "tls.crt", "tls.key");
  }

  IngressConversion convert(String metadata, String spec) {
    return convert(metadata, spec, OKD);
  }

  IngressConversion convert(String metadata, String spec, IngressOptions options) {
    return IngressConverter.convert(ingress(metadata, spec), this, options);
  }

  /** Returns the only Route of an Ingress. */
  Route route(String metadata, String spec) {
    IngressConversion conversion = convert(metadata, spec);
    if (conversion.routes().size() != 1) {
      throw new AssertionError(conversion.toString());
    }
    return conversion.routes().getFirst();
  }

  /** Returns Ingress shop/web; both texts are YAML of flow mappings' insides. */
  static Ingress ingress(String metadata, String spec) {
    Map<String, Object> object =
        new Yaml()
            .load(
                "metadata: {name: web, namespace: shop, uid: u-1"
                    + (metadata.isEmpty() ? "" : ", " + metadata)
                    + "}\nspec: {"
                    + spec
                    + "}\n");
    try {
      com.fasterxml.jackson.databind.ObjectMapper mapper =
          new com.fasterxml.jackson.databind.ObjectMapper();
      return mapper.readValue(mapper.writeValueAsBytes(object), Ingress.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns {@code rules} of one rule with one path that points to Service {@code web}. */
  static String rule(String host, String path) {
    return "rules: [{host: '" + host + "', http: {paths: [" + path(path, "number: 80") + "]}}]";
  }

  static String path(String path, String port) {
    return "{path: '"
        + path
        + "', pathType: Prefix, backend: {service: {name: web, port: {"
        + port
        + "}}}}";
  }

  @Override
  public @Nullable String controllerOf(String ingressClass) {
    return classes.get(ingressClass);
  }

  @Override
  public @Nullable ServiceInput service(String namespace, String name) {
    return namespace.equals("shop") ? services.get(name) : null;
  }

  @Override
  public @Nullable SecretInput secret(String namespace, String name) {
    return namespace.equals("shop") ? secrets.get(name) : null;
  }
}
