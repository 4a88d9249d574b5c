package io.dockeradvanced.transport;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Our one certificate. It is shown to every engine that asks, whichever authorities the engine
 * names: a refusal tells more than silence.
 */
final class ClientKey extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";

  private final TlsOptions.@Nullable Identity identity;
  private volatile boolean asked;
  private volatile List<String> accepted = List.of();

  ClientKey(TlsOptions.@Nullable Identity identity) {
    this.identity = identity;
  }

  /** Whether the engine has asked for a certificate. */
  boolean asked() {
    return asked;
  }

  /** The authorities whose certificates the engine says it takes; empty when it says nothing. */
  List<String> accepted() {
    return accepted;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    asked = true;
    if (issuers != null) {
      accepted = Arrays.stream(issuers).map(Principal::getName).toList();
    }
    if (identity == null) {
      return null;
    }
    String ours = identity.key().getAlgorithm();
    return Arrays.stream(keyTypes).anyMatch(t -> t.startsWith(ours)) ? ALIAS : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return identity == null ? null : identity.key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return identity == null ? null : new String[] {ALIAS};
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
