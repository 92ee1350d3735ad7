package dev.causeway.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One request per connection, on plain sockets, to any port under any name. */
final class Web {
  private static final int TIMEOUT_MILLIS = 15_000;
  private static final int READY = 200;

  private final ObjectMapper json = new ObjectMapper();
  private final SSLContext tls;

  /** Trusts one authority. */
  Web(X509Bundle authority) {
    try {
      tls = SSLContext.getInstance("TLS");
      tls.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a GET over plain HTTP. */
  Answer get(int port, String host, String target) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return exchange(socket, host, target, null);
    }
  }

  /** Sends a GET over TLS with the host in the ClientHello. */
  Answer getSecure(int port, String host, String target) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      X509Certificate peer = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return exchange(socket, host, target, peer.getSubjectX500Principal().getName());
    }
  }

  private static Answer exchange(
      Socket socket, String host, String target, @Nullable String certificate) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    String request =
        "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    in.transferTo(all);
    String text = all.toString(StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no complete answer: " + text);
    }
    List<String> lines = text.substring(0, end).lines().toList();
    Map<String, String> headers = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines.getFirst().split(" ")[1]);
    return new Answer(status, headers, text.substring(end + 4), certificate);
  }

  /** Whether the program with this management port is ready. */
  boolean isReady(int managementPort) {
    try {
      return get(managementPort, "localhost", "/actuator/health/readiness").status() == READY;
    } catch (IOException e) {
      return false;
    }
  }

  /** The page {@code /actuator/snapshot} as a tree. */
  JsonNode snapshot(int managementPort) {
    return tree(snapshotText(managementPort));
  }

  /** The page {@code /actuator/snapshot} as text. */
  String snapshotText(int managementPort) {
    try {
      return get(managementPort, "localhost", "/actuator/snapshot").body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON object in a body. */
  JsonNode tree(String body) {
    try {
      // The answer may be chunked; the JSON object is all that is in braces.
      return json.readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
