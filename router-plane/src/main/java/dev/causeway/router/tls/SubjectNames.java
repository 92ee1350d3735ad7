package dev.causeway.router.tls;

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

  private SubjectNames() {}

  /** Returns the whole name; bytes outside printable ASCII are written as {@code \xHH}. */
  static String slash(X500Principal principal) {
    StringBuilder text = new StringBuilder();
    visit(
        principal,
        (type, value) -> {
          text.append('/').append(type).append('=');
          escape(value, text);
        });
    return text.toString();
  }

  /** Returns the value of the first common name, or nothing. */
  static String commonName(X500Principal principal) {
    StringBuilder found = new StringBuilder();
    boolean[] any = new boolean[1];
    visit(
        principal,
        (type, value) -> {
          if (type.equals("CN") && !any[0]) {
            any[0] = true;
            escape(value, found);
          }
        });
    return found.toString();
  }

  private interface Visitor {
    void attribute(String type, String value);
  }

  private static void visit(X500Principal principal, Visitor visitor) {
    try {
      // Index 0 is the end of the text and the beginning of the name as encoded.
      for (Rdn part : new LdapName(principal.getName(X500Principal.RFC2253, KEYWORDS)).getRdns()) {
        NamingEnumeration<? extends Attribute> attributes = part.toAttributes().getAll();
        while (attributes.hasMore()) {
          Attribute attribute = attributes.next();
          String type = attribute.getID();
          String written = type.toUpperCase(Locale.ROOT).equals("STREET") ? "street" : type;
          NamingEnumeration<?> values = attribute.getAll();
          while (values.hasMore()) {
            Object value = values.next();
            visitor.attribute(written, value instanceof String text ? text : "");
          }
        }
      }
    } catch (InvalidNameException e) {
      throw new IllegalStateException("a principal writes names that can be read", e);
    } catch (NamingException e) {
      throw new IllegalStateException("attributes in memory can be read", e);
    }
  }

  private static void escape(String value, StringBuilder out) {
    for (byte each : value.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      if (each >= ' ' && each < 0x7f) {
        out.append((char) each);
      } else {
        out.append("\\x").append("%02X".formatted(each & 0xff));
      }
    }
  }
}
