package dev.causeway.routing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.given.Given;
import dev.causeway.routing.input.EpochInput;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TicketKeys.TicketKey;
import dev.causeway.routing.version.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ShardTicketsTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static CompileOptions options(String shard) {
    return new CompileOptions(
        shard, "apps.test", "ops", false, true, Set.of(), "tickets", "openshift-config", null);
  }

  private static InputChange secret(String key) {
    return Given.secret("ops", "tickets", "Opaque", Map.of("key", key));
  }

  private static InputChange epoch(long number) {
    return new InputChange.Put(new EpochInput(number));
  }

  private static @Nullable TicketKeys keys(ShardCompiler compiler) {
    return compiler.resources().stream()
        .filter(TicketKeys.class::isInstance)
        .map(TicketKeys.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static List<String> ids(@Nullable TicketKeys keys) {
    return keys == null ? List.of() : keys.keys().stream().map(TicketKey::id).toList();
  }

  private static String snapshot(Iterable<Resource> resources) {
    List<Resource> all = new java.util.ArrayList<>();
    resources.forEach(all::add);
    return Snapshot.EMPTY.with(all, List.of()).id().text();
  }

  @Test
  void controlPlanesAgreeWhateverComesFirst() {
    ShardCompiler one = new ShardCompiler(options("default"));
    one.apply(List.of(secret(SECRET)));
    one.apply(List.of(epoch(7)));
    ShardCompiler two = new ShardCompiler(options("default"));
    two.apply(List.of(epoch(3)));
    two.apply(List.of(epoch(7)));
    assertThat(keys(two)).isNull();
    two.apply(List.of(secret(SECRET)));
    assertThat(keys(one)).isNotNull().isEqualTo(keys(two));
    assertThat(snapshot(one.resources())).isEqualTo(snapshot(two.resources()));
  }

  @Test
  void keysMoveUpWithTheEpoch() {
    ShardCompiler compiler = new ShardCompiler(options("default"));
    compiler.apply(List.of(secret(SECRET), epoch(7)));
    List<String> before = ids(keys(compiler));
    CompileUpdate update = compiler.apply(List.of(epoch(8)));
    List<String> after = ids(keys(compiler));
    assertThat(update.upserts()).hasSize(1);
    assertThat(before).doesNotHaveDuplicates().hasSize(3);
    assertThat(after.get(0)).as("current").isEqualTo(before.get(2));
    assertThat(after.get(1)).as("previous").isEqualTo(before.get(0));
    assertThat(before).doesNotContain(after.get(2));
  }

  @Test
  void shardsAndSecretsShareNoKey() {
    ShardCompiler one = new ShardCompiler(options("default"));
    one.apply(List.of(secret(SECRET), epoch(7)));
    ShardCompiler two = new ShardCompiler(options("blue"));
    two.apply(List.of(secret(SECRET), epoch(7)));
    List<String> ids = ids(keys(one));
    assertThat(ids(keys(two))).hasSize(3).doesNotContainAnyElementsOf(ids);
    one.apply(List.of(secret(SECRET + "x")));
    assertThat(ids(keys(one))).hasSize(3).doesNotContainAnyElementsOf(ids);
  }

  @Test
  void waysToAuthenticateClientsShareNoKey() {
    var secret =
        (dev.causeway.routing.input.SecretInput) ((InputChange.Put) secret(SECRET)).input();
    TicketKeys open = ShardTickets.of(options("default"), secret, 7L, "").keys();
    TicketKeys mutual = ShardTickets.of(options("default"), secret, 7L, "required").keys();
    assertThat(ids(mutual)).hasSize(3).doesNotContainAnyElementsOf(ids(open));
  }

  @Test
  void withoutUsableSecretThereIsANoticeAndNoKey() {
    ShardCompiler compiler = new ShardCompiler(options("default"));
    compiler.apply(List.of(epoch(7)));
    assertThat(notices(compiler)).singleElement().asString().contains("does not exist");
    compiler.apply(List.of(secret("short")));
    assertThat(notices(compiler)).singleElement().asString().contains("has 5 bytes");
    assertThat(keys(compiler)).isNull();
    compiler.apply(List.of(secret(SECRET)));
    assertThat(notices(compiler)).isEmpty();
    assertThat(keys(compiler)).isNotNull();
    compiler.apply(List.of(Given.remove(InputKind.SECRET, "ops", "tickets")));
    assertThat(keys(compiler)).isNull();
    assertThat(notices(compiler)).hasSize(1);
  }

  private static List<String> notices(ShardCompiler compiler) {
    return compiler.notices().values().stream().flatMap(List::stream).map(Notice::message).toList();
  }

  @Test
  void noTextShowsAKey() {
    ShardCompiler compiler = new ShardCompiler(options("default"));
    compiler.apply(List.of(secret(SECRET), epoch(7)));
    String text = String.valueOf(keys(compiler));
    assertThat(text).contains("KeyMaterial[").doesNotContain("0123456789");
    assertThat(text.length()).isLessThan(400);
  }
}
