package io.dockeradvanced.transport;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and private keys as openssl and docker write them: PKCS#8, PKCS#1 ({@code RSA
 * PRIVATE KEY}) and SEC 1 ({@code EC PRIVATE KEY}), with whatever text stands around the blocks.
 */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final byte[] ZERO = {Der.INTEGER, 1, 0};
  private static final byte[] RSA_ENCRYPTION = {
    Der.OBJECT_ID, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1
  };
  private static final byte[] EC_PUBLIC_KEY = {
    Der.OBJECT_ID, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1
  };
  private static final byte[] NULL = {Der.NULL, 0};

  private Pem() {}

  /** The text cannot be used; says why, and quotes none of it. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    Unusable(String why) {
      super(why);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  private record Block(String type, String content) {
    byte[] bytes() throws Unusable {
      try {
        return Base64.getMimeDecoder().decode(content);
      } catch (IllegalArgumentException e) {
        throw new Unusable("the block %s is not whole".formatted(type));
      }
    }
  }

  private static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher m = BLOCK.matcher(text);
    while (m.find()) {
      blocks.add(new Block(m.group(1), m.group(2)));
    }
    return blocks;
  }

  /** All certificates of the text, in its order; at least one. */
  static List<X509Certificate> certificates(String text) throws Unusable {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.type().equals("CERTIFICATE") || block.type().equals("TRUSTED CERTIFICATE")) {
        found.add(certificate(block));
      }
    }
    if (found.isEmpty()) {
      throw new Unusable("it has no certificate (-----BEGIN CERTIFICATE-----)");
    }
    return found;
  }

  private static X509Certificate certificate(Block block) throws Unusable {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (CertificateException e) {
      throw new Unusable("a certificate in it cannot be read");
    }
  }

  /** The first private key of the text. */
  static PrivateKey privateKey(String text) throws Unusable {
    for (Block block : blocks(text)) {
      switch (block.type()) {
        case "PRIVATE KEY" -> {
          return key(block.bytes());
        }
        case "RSA PRIVATE KEY" -> {
          return key(wrapped(algorithm(RSA_ENCRYPTION, NULL), unencrypted(block)));
        }
        case "EC PRIVATE KEY" -> {
          byte[] sec1 = unencrypted(block);
          return key(wrapped(algorithm(EC_PUBLIC_KEY, curve(sec1)), sec1));
        }
        case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
        default -> {
          // Such as EC PARAMETERS, or the certificate in a file that has both.
        }
      }
    }
    throw new Unusable("it has no private key (-----BEGIN PRIVATE KEY-----)");
  }

  /** The traditional formats say in headers that they are encrypted. */
  private static byte[] unencrypted(Block block) throws Unusable {
    if (block.content().contains("ENCRYPTED")) {
      throw encrypted();
    }
    return block.bytes();
  }

  private static Unusable encrypted() {
    return new Unusable(
        "the private key is encrypted, which docker does not take either; decrypt it with: openssl"
            + " pkey -in key.pem -out key-plain.pem");
  }

  private static byte[] algorithm(byte[] id, byte[] parameters) {
    return Der.element(Der.SEQUENCE, id, parameters);
  }

  /** PKCS#8 around a key of a traditional format. */
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return Der.element(Der.SEQUENCE, ZERO, algorithm, Der.element(Der.OCTET_STRING, key));
  }

  /** The name of the curve, which SEC 1 keeps inside of the key and PKCS#8 outside. */
  private static byte[] curve(byte[] sec1) throws Unusable {
    try {
      Der key = new Der(sec1).next(Der.SEQUENCE);
      key.next(Der.INTEGER);
      key.next(Der.OCTET_STRING);
      if (key.tag() == Der.TAGGED_0) {
        Der tagged = key.next(Der.TAGGED_0);
        if (tagged.tag() == Der.OBJECT_ID) {
          return tagged.rest();
        }
      }
    } catch (Der.Malformed e) {
      throw new Unusable("the EC private key cannot be read");
    }
    throw new Unusable(
        "the EC private key does not name its curve; write it anew with: openssl pkey -in key.pem"
            + " -out key-new.pem");
  }

  private static PrivateKey key(byte[] pkcs8) throws Unusable {
    try {
      return KeyFactory.getInstance(algorithmOf(pkcs8))
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (InvalidKeySpecException e) {
      throw new Unusable("the private key cannot be read");
    } catch (GeneralSecurityException e) {
      throw new Unusable("the private key is of a kind that Java does not know; use RSA or EC");
    }
  }

  private static String algorithmOf(byte[] pkcs8) throws Unusable {
    String id;
    try {
      Der info = new Der(pkcs8).next(Der.SEQUENCE);
      info.next(Der.INTEGER);
      id = HexFormat.of().formatHex(info.next(Der.SEQUENCE).next(Der.OBJECT_ID).rest());
    } catch (Der.Malformed e) {
      throw new Unusable("the private key cannot be read");
    }
    return switch (id) {
      case "2a864886f70d010101" -> "RSA";
      case "2a864886f70d01010a" -> "RSASSA-PSS";
      case "2a8648ce3d0201" -> "EC";
      case "2b6570" -> "Ed25519";
      case "2b6571" -> "Ed448";
      default ->
          throw new Unusable("the private key is of a kind that TLS does not use; use RSA or EC");
    };
  }
}
