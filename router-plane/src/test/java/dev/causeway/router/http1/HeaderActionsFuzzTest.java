package dev.causeway.router.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.headers.HeadProgramme;
import dev.causeway.router.headers.HeaderNames;
import dev.causeway.router.headers.PathRewrite;
import dev.causeway.router.http.Authorities;
import dev.causeway.routing.admission.HeaderActionReader;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderActions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header actions of shard and Route on any head: what comes out is one well-formed head, framed as
 * it was without them.
 */
final class HeaderActionsFuzzTest {
  @SuppressWarnings("AddressSelection") // an address, not a name
  private static final ClientFacts CLIENT =
      new ClientFacts(
          new InetSocketAddress("192.0.2.1", 1), new InetSocketAddress("::1", 80), null, null);

  private static final List<String> NEVER_EDITED =
      List.of(
          "transfer-encoding",
          "connection",
          "upgrade",
          "keep-alive",
          "proxy-connection",
          "proxy",
          "cookie",
          "set-cookie",
          "strict-transport-security");

  /** What 4 lists of 20 values may add at most, far more than any client takes. */
  private static final int MOST_CHARACTERS = 4 * (20 * 3 * 16_384 + 2 * 128 * 1024);

  /** The lines before the first empty one, read as UTF-8, and what follows it. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares these
  private record Parts(List<String> lines, byte[] head) {
    static Parts of(byte[] data) {
      for (int i = 1; i < data.length; i++) {
        if (data[i] == '\n' && data[i - 1] == '\n') {
          String lines = new String(data, 0, i, StandardCharsets.UTF_8);
          byte[] head = Arrays.copyOfRange(data, i + 1, data.length);
          return new Parts(lines.lines().toList(), head);
        }
      }
      return new Parts(List.of(), data);
    }

    /** Lines such as {@code Rq X-Name=value}: of the Route, for requests; without = to delete. */
    HeaderActions actions(char owner) {
      return HeaderActionReader.read(
          new HeaderActionsInput(edits(owner + "q "), edits(owner + "s ")),
          owner == 'S',
          (field, problem) -> assertThat(problem).isNotBlank(),
          (field, remark) -> assertThat(remark).isNotBlank());
    }

    private List<HeaderActionsInput.Edit> edits(String prefix) {
      List<HeaderActionsInput.Edit> edits = new ArrayList<>();
      for (String line : lines) {
        if (line.startsWith(prefix)) {
          int equals = line.indexOf('=');
          edits.add(
              equals < 0
                  ? new HeaderActionsInput.Edit(line.substring(3), "Delete", null)
                  : new HeaderActionsInput.Edit(
                      line.substring(3, Math.max(3, equals)), "Set", line.substring(equals + 1)));
        }
      }
      return edits;
    }

    /** A line such as {@code P /path /replacement}. */
    @Nullable PathRewrite rewrite() {
      for (String line : lines) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("P") && words.length == 3 && words[2].startsWith("/")) {
          return new PathRewrite(words[1], words[2]);
        }
      }
      return null;
    }
  }

  @FuzzTest
  void headsStayHeads(byte[] data) {
    Parts parts = Parts.of(data);
    HeadProgramme.Edits edits = HeadProgramme.Edits.of(parts.actions('S')).with(parts.actions('R'));
    HeadProgramme.Edits none = HeadProgramme.Edits.of(HeaderActions.NONE);
    for (ForwardedPolicy policy : ForwardedPolicy.values()) {
      HeadProgramme edited = programme(policy, parts.rewrite(), edits);
      HeadProgramme plain = programme(policy, parts.rewrite(), none);
      HttpRequest request = read(parts.head());
      HttpRequest same = read(parts.head());
      if (request == null || same == null) {
        return;
      }
      HttpHeaders response = request.headers().copy();
      RequestHead sent = edited.toEndpoint(Http1Heads.read(request), CLIENT);
      RequestHead otherwise = plain.toEndpoint(Http1Heads.read(same), CLIENT);
      expectWellFormed(sent);
      expectSame(sent.headers(), otherwise.headers(), NEVER_EDITED);
      expectSame(sent.headers(), otherwise.headers(), List.of("content-length"));

      HttpHeaders received = response.copy();
      edited.toClient(response, CLIENT);
      plain.toClient(received, CLIENT);
      expectWellFormed(response);
      expectSame(response, received, NEVER_EDITED);
      assertThat(response.getAll("content-length"))
          .isIn(List.of(), received.getAll("content-length"));
    }
  }

  private static HeadProgramme programme(
      ForwardedPolicy policy, @Nullable PathRewrite rewrite, HeadProgramme.Edits edits) {
    return new HeadProgramme(policy, null, rewrite, edits, null, HeaderNames.NONE);
  }

  private static @Nullable HttpRequest read(byte[] head) {
    EmbeddedChannel channel = new EmbeddedChannel(new Http1RequestDecoder(32 * 1024, 32 * 1024));
    channel.writeInbound(Unpooled.wrappedBuffer(head));
    Object first = channel.readInbound();
    channel.finishAndReleaseAll();
    return first instanceof HttpRequest request && Http1Heads.refusal(request) == null
        ? request
        : null;
  }

  private static void expectWellFormed(RequestHead head) {
    assertThat(Authorities.isValidTarget(head.target())).isTrue();
    StringBuilder text = new StringBuilder();
    text.append(head.method()).append(' ').append(head.target()).append(" HTTP/1.1\r\n");
    // As they are: the encoder of requests does not look at them either.
    lines(head.headers()).forEach(line -> text.append(line).append("\r\n"));
    text.append("\r\n");
    expectClean(head.headers());
    EmbeddedChannel channel =
        new EmbeddedChannel(new Http1RequestDecoder(MOST_CHARACTERS, MOST_CHARACTERS));
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    HttpRequest again = channel.readInbound();
    assertThat(again.decoderResult().cause()).isNull();
    assertThat(lines(again.headers())).isEqualTo(lines(head.headers()));
    channel.finishAndReleaseAll();
  }

  private static void expectWellFormed(HttpHeaders headers) {
    expectClean(headers);
    ByteBuf written =
        Http1HeadEncoder.head(
            UnpooledByteBufAllocator.DEFAULT, HttpResponseStatus.OK, headers, HeaderNames.NONE);
    EmbeddedChannel channel =
        new EmbeddedChannel(new HttpResponseDecoder(8192, MOST_CHARACTERS, 8192));
    channel.writeInbound(written);
    HttpResponse again = channel.readInbound();
    assertThat(again.decoderResult().cause()).isNull();
    assertThat(lines(again.headers())).isEqualTo(lines(headers));
    channel.finishAndReleaseAll();
  }

  private static void expectClean(HttpHeaders headers) {
    int size = 0;
    for (Map.Entry<String, String> line : headers) {
      assertThat(line.getKey()).matches("[-!#$%&'*+.0-9A-Z^_`a-z|~]+");
      assertThat(line.getValue().chars()).noneMatch(c -> c == '\r' || c == '\n' || c == 0);
      assertThat(line.getValue().chars()).allMatch(c -> c <= 0xff);
      size += line.getKey().length() + line.getValue().length();
    }
    assertThat(size).isLessThan(MOST_CHARACTERS);
  }

  private static List<String> lines(HttpHeaders headers) {
    List<String> lines = new ArrayList<>();
    headers.forEach(line -> lines.add(line.getKey() + ": " + line.getValue()));
    return lines;
  }

  private static void expectSame(HttpHeaders one, HttpHeaders other, List<String> names) {
    for (String name : names) {
      assertThat(one.getAll(name)).as(name).isEqualTo(other.getAll(name));
    }
  }
}
