package dev.causeway.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to the origin: a request at a time. */
final class OriginConnection {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");
  private static final String HEAD_END = "\r\n\r\n";
  private static final int MOST_HEAD = 65_536;
  private static final int PIECE = 65_536;
  private static final int PIECES_PER_TURN = 4;
  private static final long SMALL = 1024;
  private static final long BIG = 100L * 1024 * 1024;

  private final SocketChannel channel;
  private String head = "";
  private boolean big;
  private long bodyLeft;
  private ByteBuffer answerHead = ByteBuffer.allocate(0);
  private long answerLeft;

  OriginConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /** Returns whether an answer is under way. */
  boolean isWriting() {
    return answerHead.hasRemaining() || answerLeft > 0;
  }

  /** Goes on as far as the connection allows; returns whether it stays open. */
  boolean serve() throws IOException {
    if (!isWriting()) {
      ByteBuffer in = ByteBuffer.allocate(PIECE);
      if (channel.read(in) < 0) {
        return false;
      }
      in.flip();
      if (!take(in)) {
        return true;
      }
      String status = "HTTP/1.1 200 OK\r\nContent-Length: ";
      answerLeft = big ? BIG : SMALL;
      answerHead =
          ByteBuffer.wrap((status + answerLeft + HEAD_END).getBytes(StandardCharsets.US_ASCII));
    }
    write();
    return true;
  }

  /** Returns whether the request is complete. */
  private boolean take(ByteBuffer in) throws IOException {
    if (bodyLeft == 0) {
      head += StandardCharsets.ISO_8859_1.decode(in);
      int end = head.indexOf(HEAD_END);
      if (end < 0) {
        if (head.length() > MOST_HEAD) {
          throw new IOException("a head without end");
        }
        return false;
      }
      big = head.startsWith("GET /big ");
      Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
      long rest = (long) head.length() - end - HEAD_END.length();
      bodyLeft = length.find() ? Long.parseLong(length.group(1)) - rest : 0;
      head = "";
    } else {
      bodyLeft -= in.remaining();
    }
    return bodyLeft <= 0;
  }

  private void write() throws IOException {
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, Math.max(1, answerLeft)));
    for (int i = 0; i < PIECES_PER_TURN && isWriting(); i++) {
      piece.clear().limit((int) Math.min(piece.capacity(), answerLeft));
      long before = piece.remaining() + (long) answerHead.remaining();
      long sent = channel.write(new ByteBuffer[] {answerHead, piece});
      answerLeft -= piece.position();
      if (sent < before) {
        return;
      }
    }
  }
}
