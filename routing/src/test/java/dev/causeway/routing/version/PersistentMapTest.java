package dev.causeway.routing.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PersistentMapTest {
  /** A key whose hash takes few values, so that whole hashes collide. */
  private record Clumsy(int id, int spread) {
    @Override
    public int hashCode() {
      return id % spread;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40, 100_000})
  void behavesAsAHashMapOverRandomHistories(int spread) {
    Random random = new Random(spread);
    PersistentMap<Clumsy, Integer> map = PersistentMap.empty();
    Map<Clumsy, Integer> model = new HashMap<>();
    for (int step = 0; step < 3_000; step++) {
      Clumsy key = new Clumsy(random.nextInt(200), spread);
      if (random.nextInt(3) == 0) {
        map = map.without(key);
        model.remove(key);
      } else {
        map = map.with(key, step);
        model.put(key, step);
      }
      assertThat(map.size()).isEqualTo(model.size());
      assertThat(map.get(key)).isEqualTo(model.get(key));
    }
    assertThat(toMap(map)).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40, 100_000})
  void differenceLeadsFromOneMapToTheOther(int spread) {
    Random random = new Random(spread);
    PersistentMap<Clumsy, Integer> before = PersistentMap.empty();
    for (int round = 0; round < 200; round++) {
      PersistentMap<Clumsy, Integer> after = before;
      for (int step = random.nextInt(8); step > 0; step--) {
        Clumsy key = new Clumsy(random.nextInt(60), spread);
        after = random.nextInt(3) == 0 ? after.without(key) : after.with(key, random.nextInt(4));
      }
      Map<Clumsy, Integer> applied = toMap(before);
      Set<Clumsy> named = new HashSet<>();
      before.diff(after, new Applying(applied, named));
      assertThat(applied).isEqualTo(toMap(after));
      for (Clumsy key : named) {
        assertThat(after.get(key)).isNotEqualTo(before.get(key));
      }
      before = after;
    }
  }

  private record Applying(Map<Clumsy, Integer> applied, Set<Clumsy> named)
      implements PersistentMap.Difference<Clumsy, Integer> {
    @Override
    public void upserted(Clumsy key, @Nullable Integer before, Integer after) {
      assertThat(named.add(key)).isTrue();
      applied.put(key, after);
    }

    @Override
    public void removed(Clumsy key, Integer before) {
      assertThat(named.add(key)).isTrue();
      applied.remove(key);
    }
  }

  @Test
  void oldVersionsDoNotChange() {
    PersistentMap<String, Integer> one = PersistentMap.<String, Integer>empty().with("a", 1);
    PersistentMap<String, Integer> two = one.with("b", 2).with("a", 3);

    assertThat(toMap(one)).isEqualTo(Map.of("a", 1));
    assertThat(toMap(two)).isEqualTo(Map.of("a", 3, "b", 2));
    assertThat(two.without("b")).isEqualTo(one.with("a", 3));
  }

  private static <K> Map<K, Integer> toMap(PersistentMap<K, Integer> map) {
    Map<K, Integer> copy = new HashMap<>();
    map.forEach((key, value) -> assertThat(copy.put(key, value)).isNull());
    return copy;
  }
}
