package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts what goes into journal and revisions, and makes keyed digests of what must not be shown.
 * AES-256-GCM and HMAC-SHA-256, each with a key of its own derived from the source's. Thread-safe.
 */
public final class Vault {
  private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
  private static final int KEY = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String FORM = "v1:";

  private final SecretSource source;
  private final SecureRandom random = new SecureRandom();
  private final byte[] passing = new byte[KEY];

  public Vault(SecretSource source) {
    this.source = source;
    random.nextBytes(passing);
  }

  /**
   * Encrypts a text.
   *
   * @param context what the text belongs to; must be the same to open it
   */
  public String seal(String plain, String context) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
      byte[] sealed = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
      ByteBuffer all = ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed);
      return FORM + Base64.getEncoder().encodeToString(all.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks AES-GCM", e);
    }
  }

  /**
   * Decrypts a text.
   *
   * @throws DockerAdvancedException when it was sealed with another key or for another context, or
   *     was changed
   */
  public String open(String sealed, String context) {
    if (!sealed.startsWith(FORM)) {
      throw new DockerAdvancedException(
          context.strip() + " was encrypted in a form that this release does not know");
    }
    try {
      byte[] all = Base64.getDecoder().decode(sealed.substring(FORM.length()));
      byte[] nonce = java.util.Arrays.copyOf(all, NONCE);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, context);
      return new String(cipher.doFinal(all, NONCE, all.length - NONCE), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new DockerAdvancedException(
          context.strip()
              + " cannot be decrypted: it was written with another key, or was changed;"
              + " use the SecretSource it was written with",
          e);
    }
  }

  /**
   * A short digest: equal values give equal digests, and nobody without the key can guess. Where
   * there can be no key, digests are equal within this process only: looking at a plan must not
   * need a place to write.
   */
  public String digest(String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(digestKey(), "HmacSHA256"));
      byte[] full = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
      return "hmac:" + HexFormat.of().formatHex(full, 0, 6);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks HMAC-SHA-256", e);
    }
  }

  private byte[] digestKey() throws GeneralSecurityException {
    try {
      return derive("digest");
    } catch (DockerAdvancedException e) {
      if (!(e.getCause() instanceof IOException)) {
        throw e; // a key of the wrong form is no key that cannot be kept
      }
      LOG.debug("digests are made with a key of this process", e);
      return passing;
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(derive("journal"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private byte[] derive(String purpose) throws GeneralSecurityException {
    byte[] key = source.key();
    if (key.length != KEY) {
      throw new DockerAdvancedException(
          "the SecretSource gives a key of %d bytes; it must give %d".formatted(key.length, KEY));
    }
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
  }
}
