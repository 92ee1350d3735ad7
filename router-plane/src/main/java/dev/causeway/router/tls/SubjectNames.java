package dev.causeway.router.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Distinguished names as OpenSSL writes them on one line: {@code /C=DE/O=org/CN=app}. */
final class SubjectNames {
  /** Attributes for which RFC 2253 has no keyword and OpenSSL has. */
  private static final Map<String, String> KEYWORDS =
      Map.ofEntries(
          Map.entry("1.2.840.113549.1.9.1", "emailAddress"),
          Map.entry("2.5.4.4", "SN"),
          Map.entry("2.5.4.5", "serialNumber"),
          Map.entry("2.5.4.12", "title"),
          Map.entry("2.5.4.13", "description"),
          Map.entry("2.5.4.15", "businessCategory"),
          Map.entry("2.5.4.17", "postalCode"),
          Map.entry("2.5.4.41", "name"),
          Map.entry("2.5.4.42", "GN"),
          Map.entry("2.5.4.43", "initials"),
          Map.entry("2.5.4.44", "generationQualifier"),
          Map.entry("2.5.4.46", "dnQualifier"),
          Map.entry("2.5.4.65", "pseudonym"),
          Map.entry("2.5.4.97", "organizationIdentifier"));

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private SubjectNames() {}

  private record Part(String type, String value) {}

  /** Returns the whole name; bytes outside printable ASCII are written as {@code \xHH}. */
  static String slash(X500Principal principal) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts(principal)) {
      text.append('/').append(part.type()).append('=').append(escaped(part.value()));
    }
    return text.toString();
  }

  /** Returns the value of the first common name, or nothing. */
  static String commonName(X500Principal principal) {
    return parts(principal).stream()
        .filter(part -> part.type().equals("CN"))
        .findFirst()
        .map(part -> escaped(part.value()))
        .orElse("");
  }

  private static List<Part> parts(X500Principal principal) {
    List<Part> parts = new ArrayList<>();
    try {
      // Index 0 is the end of the text and the beginning of the name as encoded.
      for (Rdn rdn : new LdapName(principal.getName(X500Principal.RFC2253, KEYWORDS)).getRdns()) {
        NamingEnumeration<? extends Attribute> attributes = rdn.toAttributes().getAll();
        while (attributes.hasMore()) {
          Attribute attribute = attributes.next();
          String type = attribute.getID();
          String written = type.toUpperCase(Locale.ROOT).equals("STREET") ? "street" : type;
          NamingEnumeration<?> values = attribute.getAll();
          while (values.hasMore()) {
            parts.add(new Part(written, values.next() instanceof String text ? text : ""));
          }
        }
      }
    } catch (InvalidNameException e) {
      throw new IllegalStateException("a principal writes names that can be read", e);
    } catch (NamingException e) {
      throw new IllegalStateException("attributes in memory can be read", e);
    }
    return parts;
  }

  private static String escaped(String value) {
    StringBuilder out = new StringBuilder(value.length());
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      if (each >= ' ' && each < 0x7f) {
        out.append((char) each);
      } else {
        out.append("\\x").append(HEX.toHexDigits(each));
      }
    }
    return out.toString();
  }
}
