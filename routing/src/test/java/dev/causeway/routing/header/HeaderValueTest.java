package dev.causeway.routing.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.header.HeaderValue.ClientCertificate;
import dev.causeway.routing.header.HeaderValue.Converter;
import dev.causeway.routing.header.HeaderValue.Header;
import dev.causeway.routing.header.HeaderValue.Text;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderValueTest {
  /** The pattern that OKD gives, for requests. */
  private static final Pattern OKD =
      Pattern.compile(
          "^(?:%(?:%|(?:\\{[-+]?[QXE](?:,[-+]?[QXE])*\\})?"
              + "\\[(?:req\\.hdr\\([0-9A-Za-z-]+\\)|ssl_c_der)(?:,(?:lower|base64))*\\])"
              + "|[^%\\p{Cntrl}])+$");

  @Test
  @Behaviour("RT-058")
  void textAndItemsFollowEachOther() {
    assertThat(HeaderValue.parse("a %% b %[req.hdr(X-Y),lower,base64]c%{+Q}[ssl_c_der]", false))
        .hasValue(
            new HeaderValue(
                List.of(
                    new Text("a % b "),
                    new Header("X-Y", List.of(Converter.LOWER, Converter.BASE64)),
                    new Text("c"),
                    new ClientCertificate(List.of()))));
  }

  @ParameterizedTest
  @Behaviour("RT-058")
  @ValueSource(
      strings = {
        "plain",
        "100%%",
        "%",
        "100%",
        "%[",
        "%[req.hdr(A)]",
        "%[req.hdr(A),lower]",
        "%[req.hdr(A),upper]",
        "%[req.hdr()]",
        "%[req.hdr(A_B)]",
        "%[req.hdr(A) ]",
        "%[res.hdr(A)]",
        "%[ssl_c_der,base64,lower]",
        "%{+Q,E}[ssl_c_der]",
        "%{Z}[ssl_c_der]",
        "%[env(HOME)]",
        "%{+Q}",
        "%[req.fhdr(A)]",
        "%%[req.hdr(A)]",
        "%%%[req.hdr(A)]",
        "a\tb",
        "a\nb",
        "a\u007fb",
        "#{T(java.lang.Runtime)}",
        "${x}"
      })
  void acceptsWhatOkdsPatternAccepts(String text) {
    assertThat(HeaderValue.parse(text, false).isPresent()).isEqualTo(OKD.matcher(text).matches());
  }

  @Test
  @Behaviour("RT-058")
  void responsesHaveResponseHeadersOnly() {
    assertThat(HeaderValue.parse("%[res.hdr(A)]", true)).isPresent();
    assertThat(HeaderValue.parse("%[req.hdr(A)]", true)).isEmpty();
  }

  /**
   * A pattern that remembers where it could turn back needs a stack as deep as the text is long.
   */
  @Test
  void manyConvertersAndFlagsAreRead() {
    assertThat(HeaderValue.parse("%[req.hdr(A)" + ",lower".repeat(2_700) + "]", false)).isPresent();
    assertThat(HeaderValue.parse("%{Q" + ",Q".repeat(8_100) + "}[ssl_c_der]", false)).isPresent();
  }

  @Test
  @Behaviour("RT-057")
  void lengthIsBounded() {
    assertThat(HeaderValue.parse("x".repeat(16_384), false)).isPresent();
    assertThat(HeaderValue.parse("x".repeat(16_385), false)).isEmpty();
    assertThat(HeaderValue.parse("", false)).isEmpty();
  }
}
