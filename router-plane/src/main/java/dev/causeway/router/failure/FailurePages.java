package dev.causeway.router.failure;

import io.netty.handler.codec.http.HttpResponseStatus;

/** The built-in bodies of the router's own answers. */
final class FailurePages {
  /** Body of 503 answers (RO-080). */
  static final String UNAVAILABLE =
      page(
          "Application is not available",
          """
              <p>The application is currently not serving requests at this endpoint. It may not \
          have been started or is still starting.</p>
              <p>Possible reasons you are seeing this page:</p>
              <ul>
                <li><strong>The host does not exist.</strong> Check that the host name was typed \
          correctly and that a route with this host exists.</li>
                <li><strong>The host exists, but has no matching path.</strong> Check that the path \
          was typed correctly and that the route was created with the desired path.</li>
                <li><strong>Route and path match, but nothing is running.</strong> Check that the \
          service behind the route exists and that at least one of its pods is ready.</li>
              </ul>
          """);

  /** Body of 404 answers where pages are customised but this one is not (RO-081). */
  static final String NOT_FOUND =
      page(
          "Not found",
          """
              <p>No route matches this host and path.</p>
          """);

  private FailurePages() {}

  /** Returns the minimal body of the other answers. */
  static String plain(int status) {
    String text = status + " " + HttpResponseStatus.valueOf(status).reasonPhrase();
    return "<html><body><h1>" + text + "</h1></body></html>\n";
  }

  private static String page(String title, String content) {
    return """
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        <style>
          body { font-family: sans-serif; line-height: 1.5; color: #333; max-width: 42em; margin: \
    3em auto; padding: 0 1em; }
          h1 { font-weight: normal; border-bottom: 1px solid #ccc; }
        </style>
      </head>
      <body>
        <h1>%1$s</h1>
    %2$s  </body>
    </html>
    """
        .formatted(title, content);
  }
}
