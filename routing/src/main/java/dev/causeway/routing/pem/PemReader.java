package dev.causeway.routing.pem;

import dev.causeway.routing.model.KeyMaterial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Splits PEM text into blocks; text between blocks is a comment (RFC 7468, section 2). */
final class PemReader {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private PemReader() {}

  /** Returns all blocks of {@code pem} without EC parameters, in order; at least one. */
  static List<PemBlock> read(KeyMaterial pem) throws InvalidPemException {
    return read(new String(pem.reveal(), StandardCharsets.UTF_8));
  }

  /** Returns all blocks of {@code text} without EC parameters, in order; at least one. */
  static List<PemBlock> read(String text) throws InvalidPemException {
    List<PemBlock> blocks = new ArrayList<>();
    int from = text.indexOf(BEGIN);
    while (from >= 0) {
      int labelEnd = text.indexOf(DASHES, from + BEGIN.length());
      if (labelEnd < 0) {
        throw new InvalidPemException("has a BEGIN line that does not end in -----");
      }
      PemType type = type(text.substring(from + BEGIN.length(), labelEnd));
      int start = labelEnd + DASHES.length();
      int end = text.indexOf(END, start);
      int next = text.indexOf(BEGIN, start);
      if (end < 0 || (next >= 0 && next < end)) {
        throw new InvalidPemException("has a block without its END line; it is cut off");
      }
      String label = text.substring(from + BEGIN.length(), labelEnd);
      if (!text.startsWith(END + label + DASHES, end)) {
        throw new InvalidPemException("has a block whose BEGIN and END lines differ");
      }
      PemBlock block = new PemBlock(type, decode(text.substring(start, end)));
      if (type != PemType.EC_PARAMETERS) {
        blocks.add(block);
      }
      from = next;
    }
    if (blocks.isEmpty()) {
      throw new InvalidPemException("holds no PEM block (-----BEGIN ...-----)");
    }
    return blocks;
  }

  private static PemType type(String label) throws InvalidPemException {
    PemType type = PemType.ofLabel(label);
    if (type == null) {
      throw new InvalidPemException(
          label.equals("ENCRYPTED PRIVATE KEY")
              ? "holds an encrypted private key; write it without a passphrase"
              : "holds a PEM block of an unknown type; only certificates and PKCS#1, PKCS#8 and EC"
                  + " private keys are allowed");
    }
    return type;
  }

  private static KeyMaterial decode(String body) throws InvalidPemException {
    if (body.indexOf(':') >= 0) {
      throw new InvalidPemException(
          "has a block with headers, as encrypted keys have; write it without a passphrase");
    }
    StringBuilder base64 = new StringBuilder(body.length());
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c > ' ') {
        base64.append(c);
      }
    }
    try {
      return KeyMaterial.of(Base64.getDecoder().decode(base64.toString()));
    } catch (IllegalArgumentException e) {
      throw new InvalidPemException("has a block that is not base64");
    }
  }
}
