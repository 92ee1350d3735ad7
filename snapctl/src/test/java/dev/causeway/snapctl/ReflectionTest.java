package dev.causeway.snapctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.causeway.controlplane.inspect.InspectionServer;
import dev.causeway.controlplane.inspect.InspectionServerOptions;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.TlsFiles;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.snapctl.stream.Given;
import dev.causeway.snapctl.stream.StreamBench;
import dev.causeway.snapctl.stream.StreamBench.Router;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inspection service as a client sees it that knows nothing but server reflection. */
final class ReflectionTest {
  private static final String SERVICE = "causeway.v1.Inspection";

  @TempDir Path folder;
  private final byte[] secret = new byte[48];
  private StreamBench bench;
  private SnapshotShelf shelf;
  private ShelfSnapshot published;
  private InspectionServer inspection;
  private ReflectionClient client;

  @BeforeEach
  void open() throws Exception {
    new Random(1).nextBytes(secret);
    bench = new StreamBench(folder);
    shelf = bench.shelf("one");
    published =
        shelf.publish(
            Given.SHARD,
            Given.update(
                Given.settings(),
                Given.upstream("shop"),
                Given.endpoints("shop", "10.0.0.1"),
                new Certificate(
                    Given.SHARD,
                    "c1",
                    List.of(Bytes.of(new byte[] {1, 2, 3})),
                    KeyAlgorithm.EC,
                    KeyMaterial.of(secret)),
                Given.host("shop.test", "shop", "", "shop", List.of("c1"), List.of())));
    Identity server = bench.issue("inspection");
    inspection =
        InspectionServer.start(
            shelf,
            new InspectionServerOptions(
                "127.0.0.1",
                0,
                new TlsFiles(server.certificate(), server.key(), server.trust()),
                Set.of(InspectionServerOptions.SNAPCTL)));
    client = new ReflectionClient(bench.issue(InspectionServerOptions.SNAPCTL), inspection.port());
  }

  @AfterEach
  void close() {
    client.close();
    inspection.close();
    bench.close();
  }

  @Test
  void snapshotIdIsReadByADynamicCall() throws Exception {
    MethodDescriptor method = client.service(SERVICE).findMethodByName("GetSnapshot");

    List<DynamicMessage> items = client.call(method, Map.of("shard", Given.SHARD));

    DynamicMessage header = (DynamicMessage) field(items.getFirst(), "header");
    assertThat(field(header, "id")).isEqualTo(published.snapshot().id().text());
    assertThat(field(header, "endpoints_root"))
        .isEqualTo(published.snapshot().endpointsRoot().text());
    assertThat(items).hasSize(1 + published.snapshot().size());
  }

  private static Object field(DynamicMessage message, String name) {
    return message.getField(message.getDescriptorForType().findFieldByName(name));
  }

  @Test
  void noReplyHasRoomForAPrivateKey() throws Exception {
    Set<Descriptor> reachable = new HashSet<>();
    Deque<Descriptor> open = new ArrayDeque<>();
    client.service(SERVICE).getMethods().forEach(method -> open.add(method.getOutputType()));
    while (!open.isEmpty()) {
      Descriptor type = open.remove();
      if (reachable.add(type)) {
        for (FieldDescriptor field : type.getFields()) {
          if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            open.add(field.getMessageType());
          }
        }
      }
    }

    assertThat(reachable)
        .extracting(Descriptor::getFullName)
        .contains("causeway.v1.CertificateView", "causeway.v1.ResourceView")
        // The one type with a key, and the one whose body may be any other.
        .doesNotContain("causeway.v1.Certificate", "causeway.v1.Resource", "google.protobuf.Any");
    for (Descriptor type : reachable) {
      assertThat(type.getFields())
          .as("bytes, redacted fields and open ends of %s", type.getFullName())
          .noneMatch(field -> field.getType() == FieldDescriptor.Type.BYTES)
          .noneMatch(field -> field.getOptions().getDebugRedact());
      assertThat(type.isExtendable()).isFalse();
    }
  }

  @Test
  void noReplyContainsAPrivateKey() throws Exception {
    Router router = bench.router("r", null, bench.serve(shelf).port());
    router.activator().refuse(Given.key(ResourceKind.CERTIFICATE, "c1"));
    router.client().start();
    router.probe().await(status -> status.offered().equals(published.snapshot().id()));
    String text = new String(secret, StandardCharsets.ISO_8859_1);
    List<String> forms =
        List.of(
            text,
            text.substring(8, 24),
            Base64.getEncoder().encodeToString(secret).substring(4, 40),
            HexFormat.of().formatHex(secret).substring(4, 40),
            "PRIVATE KEY");

    Map<String, Map<String, Object>> requests =
        Map.of(
            "Explain", Map.of("method", "GET", "url", "https://shop.test/"),
            "AwaitEffective", Map.of("timeout_millis", 1L));
    int replies = 0;
    for (MethodDescriptor method : client.service(SERVICE).getMethods()) {
      List<DynamicMessage> answers =
          client.call(method, requests.getOrDefault(method.getName(), Map.of()));
      for (DynamicMessage answer : answers) {
        replies++;
        // Bytes of fields that the descriptors do not name would be here as well.
        String bytes = new String(answer.toByteArray(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(method.getName()).doesNotContain(forms);
        assertThat(answer.getUnknownFields().asMap()).isEmpty();
      }
    }
    assertThat(replies).isGreaterThan(published.snapshot().size() + 6);
  }
}
