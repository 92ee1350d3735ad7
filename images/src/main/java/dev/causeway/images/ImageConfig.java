package dev.causeway.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;

/** How to run an image, in the words of the OCI image specification. */
final class ImageConfig {
  private ImageConfig() {}

  /** Returns the fields of {@code config} that an image gets, as JSON. */
  static String json(Image image, String version) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("User", Image.user());
    config.put("WorkingDir", Image.HOME);
    config.put("Entrypoint", image.entrypoint("java"));
    config.put("Cmd", image.arguments());
    Map<String, Object> ports = new LinkedHashMap<>();
    image.ports().forEach(port -> ports.put(port + "/tcp", Map.of()));
    config.put("ExposedPorts", ports);
    Map<String, Object> volumes = new LinkedHashMap<>();
    image.volumes().forEach(volume -> volumes.put(volume, Map.of()));
    config.put("Volumes", volumes);
    config.put("Labels", image.labels(version));
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(Map.of("config", config))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
