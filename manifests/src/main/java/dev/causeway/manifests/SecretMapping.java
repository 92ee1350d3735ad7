package dev.causeway.manifests;

import static dev.causeway.manifests.MetadataMapping.text;

import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.NamespaceInput;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.model.KeyMaterial;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Secrets, ConfigMaps and Namespaces as the compiler reads them. */
public final class SecretMapping {
  private SecretMapping() {}

  /** Maps {@code secret}; {@code stringData} wins over {@code data} as in the API. */
  public static SecretInput map(Secret secret, Origin origin) {
    Map<String, KeyMaterial> data = new HashMap<>();
    if (secret.getData() != null) {
      secret.getData().forEach((key, value) -> data.put(key, decoded(key, text(value))));
    }
    if (secret.getStringData() != null) {
      secret
          .getStringData()
          .forEach((key, value) -> data.put(key, KeyMaterial.ofText(text(value))));
    }
    String type = text(secret.getType());
    return new SecretInput(
        MetadataMapping.key(InputKind.SECRET, secret.getMetadata(), "default"),
        MetadataMapping.metadata(secret.getMetadata()),
        origin,
        type.isEmpty() ? "Opaque" : type,
        data);
  }

  private static KeyMaterial decoded(String key, String value) {
    try {
      return KeyMaterial.of(Base64.getDecoder().decode(value.replaceAll("\\s+", "")));
    } catch (IllegalArgumentException e) {
      throw new FieldException("data." + key, "is not base64");
    }
  }

  /** Maps {@code map}, of which only what something can mean is kept. */
  public static ConfigMapInput map(ConfigMap map, Origin origin) {
    Map<String, String> data = new HashMap<>();
    if (map.getData() != null) {
      map.getData()
          .forEach(
              (key, value) -> {
                if (ConfigMapInput.KEYS.contains(key)) {
                  data.put(key, text(value));
                }
              });
    }
    return new ConfigMapInput(
        MetadataMapping.key(InputKind.CONFIG_MAP, map.getMetadata(), "default"),
        MetadataMapping.metadata(map.getMetadata()),
        origin,
        data);
  }

  /** Maps {@code namespace}. */
  public static NamespaceInput map(Namespace namespace, Origin origin) {
    return new NamespaceInput(
        MetadataMapping.key(InputKind.NAMESPACE, namespace.getMetadata(), ""),
        MetadataMapping.metadata(namespace.getMetadata()),
        origin);
  }
}
