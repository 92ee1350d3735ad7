package dev.causeway.routing.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.header.LogFormat.Blank;
import dev.causeway.routing.header.LogFormat.Flags;
import dev.causeway.routing.header.LogFormat.Item;
import dev.causeway.routing.header.LogFormat.Text;
import dev.causeway.routing.header.LogTag.Fact;
import dev.causeway.routing.header.LogTag.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatTest {
  private static final Flags NONE = new Flags(false, false, false);

  @Test
  void readsTextBlanksAndTags() {
    assertThat(LogFormat.of("a %ci:%cp \\  100%%%ST").parts())
        .containsExactly(
            new Text("a"),
            new Blank(),
            new Item(Fact.CLIENT_ADDRESS, NONE),
            new Text(":"),
            new Item(Fact.CLIENT_PORT, NONE),
            new Blank(),
            new Text("100"),
            new Text("%"),
            new Item(Outcome.STATUS, NONE));
  }

  @Test
  void flagsHoldForOneTagOrForAllThatFollow() {
    assertThat(LogFormat.of("%{+Q,+E}r%r").parts())
        .containsExactly(
            new Item(Outcome.REQUEST_LINE, new Flags(true, true, false)),
            new Item(Outcome.REQUEST_LINE, NONE));
    assertThat(LogFormat.of("%r%{+X,+Q}o%cp%{-X}cp").parts())
        .containsExactly(
            new Item(Outcome.REQUEST_LINE, NONE),
            new Item(Fact.CLIENT_PORT, new Flags(true, false, true)),
            new Item(Fact.CLIENT_PORT, new Flags(true, false, false)));
  }

  @ParameterizedTest
  @CsvSource({"%xx", "%{+Z}ci", "'%[src]'", "%CCC", "%{Q}r"})
  void namesWhatItDoesNotKnow(String tag) {
    assertThat(LogFormat.parse("%ci " + tag + " %cp")).isEqualTo(new LogFormat.Unknown(tag));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a % b", "100%"})
  void percentSignAloneIsNoText(String text) {
    assertThat(LogFormat.parse(text)).isInstanceOf(LogFormat.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\u00e4"})
  void onlyOneLineOfAsciiIsAFormat(String text) {
    assertThat(LogFormat.parse(text)).isEqualTo(new LogFormat.Unknown(""));
  }

  @Test
  void formatsOfHaproxyAreFormats() {
    assertThat(LogFormat.of(LogFormat.HTTP).has(Outcome.TERMINATION_COOKIE)).isTrue();
    assertThat(LogFormat.of(LogFormat.TCP).has(Outcome.TERMINATION_COOKIE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {UniqueIdFormat.DEFAULT, "%[uuid()]", "%[uuid]", "a%%b %rt"})
  void uniqueIdsAreMadeOfWhatIsKnownBeforehand(String text) {
    assertThat(UniqueIdFormat.parse(text)).contains(LogFormat.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%ST", "%{+Q}ci", "%unknown", ""})
  void uniqueIdsAreMadeOfNothingElse(String text) {
    assertThat(UniqueIdFormat.parse(text)).isEmpty();
  }
}
