package dev.causeway.demo.material;

import dev.causeway.demo.process.DemoException;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The examples, and the copy of them that is served.
 *
 * <p>Files of the copy are replaced whole, by a rename, as an editor would. Used by one thread.
 */
public final class ExampleFolder {
  private final Path source;
  private final Path copy;
  private final DemoPki pki;
  private final OriginPlaces origins;
  private final Map<String, X509Bundle> issued = new HashMap<>();

  /** Where origins listen. */
  public interface OriginPlaces {
    /** Returns the address of every origin. */
    String address();

    /** Returns the port of the named origin. */
    int port(String origin);
  }

  /**
   * Takes where the examples come from and where their copy goes.
   *
   * @param source folder of the repository
   * @param copy folder that is served
   */
  public ExampleFolder(Path source, Path copy, DemoPki pki, OriginPlaces origins) {
    this.source = source;
    this.copy = copy;
    this.pki = pki;
    this.origins = origins;
  }

  /** Returns the folder that is served. */
  public Path served() {
    return copy;
  }

  /** Returns the origins that manifests below a folder name, and whether they speak TLS. */
  public static Map<String, Boolean> originsOf(Path source) {
    Map<String, Boolean> origins = new TreeMap<>();
    for (Path file : files(source)) {
      origins.putAll(new Example(read(file)).origins());
    }
    return origins;
  }

  /** Writes the whole copy. */
  public void materialise() {
    files(source).forEach(file -> rewrite(source.relativize(file).toString(), text -> text));
    replace("ticket-keys.yaml", ticketKeys());
  }

  /** With these, a TLS session begun on one router goes on at the other. */
  private static String ticketKeys() {
    byte[] key = new byte[64];
    new SecureRandom().nextBytes(key);
    return """
        apiVersion: v1
        kind: Secret
        metadata: {name: causeway-ticket-keys, namespace: openshift-ingress}
        data: {key: %s}
        """
        .formatted(Base64.getEncoder().encodeToString(key));
  }

  /** Forgets the certificate for a name, so that the next rewrite issues another. */
  public void reissue(String dnsName) {
    issued.remove(dnsName);
  }

  /** Returns the certificate issued last for a name. */
  public X509Bundle certificate(String dnsName) {
    return issued.computeIfAbsent(dnsName, name -> pki.server(List.of(name)));
  }

  /** A change to an example before its placeholders are filled in. */
  public interface Edit {
    /** Returns the changed manifest. */
    String apply(String manifest);
  }

  /**
   * Replaces one file of the copy.
   *
   * @param file path relative to the examples
   * @param edit change to the example
   */
  public void rewrite(String file, Edit edit) {
    write(file, edit.apply(read(source.resolve(file))));
  }

  /**
   * Writes a file of the copy.
   *
   * @param file path relative to the copy
   * @param manifest its text, in which placeholders are filled in
   */
  public void write(String file, String manifest) {
    replace(file, new Example(manifest).filledIn(new Filling()));
  }

  private void replace(String file, String text) {
    Path target = copy.resolve(file);
    Path folder = target.getParent();
    if (folder == null) {
      throw new DemoException(file + " has no folder.");
    }
    try {
      Files.createDirectories(folder);
      Path next = Files.createTempFile(folder, ".next", "");
      Files.writeString(next, text);
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DemoException(target + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new DemoException("the examples cannot be read from " + folder + ".", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new DemoException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private final class Filling implements Example.Values {
    @Override
    public String authority() {
      return pki.authorityPem();
    }

    @Override
    public Example.Pair pair(String dnsName) {
      X509Bundle bundle = certificate(dnsName);
      return new Example.Pair(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM());
    }

    @Override
    public String address() {
      return origins.address();
    }

    @Override
    public int port(String origin, boolean tls) {
      return origins.port(origin);
    }
  }
}
