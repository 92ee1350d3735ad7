package dev.causeway.routing.admission;

/** Text of users inside messages: quoted, short, without control characters. */
public final class Quoted {
  private static final int MOST = 80;

  private Quoted() {}

  /** Returns at most 80 characters of {@code text} between quotation marks. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder("\"");
    int shown = Math.min(MOST, text.length());
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) || c == '"' ? '?' : c);
    }
    return out.append(text.length() > shown ? "...\"" : "\"").toString();
  }
}
