package dev.causeway.routing.match;

/** How a Route's path matches a request's path (HO-025), one path against another. */
public enum PathRule {
  /** Empty or slashes only: matches everything. */
  CATCH_ALL,
  /** Ends in a slash: a plain prefix. */
  PREFIX,
  /** Anything else: matches itself, or itself followed by a slash and anything. */
  SEGMENT;

  /** Returns the rule that {@code path} follows. */
  public static PathRule of(String path) {
    int last = path.length() - 1;
    if (last < 0 || path.charAt(last) != '/') {
      return last < 0 ? CATCH_ALL : SEGMENT;
    }
    for (int i = 0; i < last; i++) {
      if (path.charAt(i) != '/') {
        return PREFIX;
      }
    }
    return CATCH_ALL;
  }

  /** Returns whether {@code path}, which follows this rule, matches {@code requestPath}. */
  public boolean matches(String path, String requestPath) {
    return switch (this) {
      case CATCH_ALL -> true;
      case PREFIX -> requestPath.startsWith(path);
      case SEGMENT ->
          requestPath.startsWith(path)
              && (requestPath.length() == path.length()
                  || requestPath.charAt(path.length()) == '/');
    };
  }
}
