package io.dockeradvanced.transport.ssh;

import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/** Logs in with a key that the server would take. */
final class KeyProof extends AbstractAuthMethod {
  private final KeyOffer offer;
  private final byte[] signature;

  KeyProof(KeyOffer offer, byte[] signature) {
    super("publickey");
    this.offer = offer;
    this.signature = signature;
  }

  @Override
  protected SSHPacket buildReq() throws UserAuthException {
    return offer.request(true).putBytes(signature);
  }
}
