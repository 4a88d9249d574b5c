package io.dockeradvanced.transport.ssh;

import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/** Asks the server whether it would take a key (RFC 4252, section 7), before anything is signed. */
final class KeyOffer extends AbstractAuthMethod {
  private final Identity identity;
  private volatile boolean accepted;

  KeyOffer(Identity identity) {
    super("publickey");
    this.identity = identity;
  }

  Identity identity() {
    return identity;
  }

  /** Whether the server said that it would take the key. */
  boolean isAccepted() {
    return accepted;
  }

  /** What proves the possession of the key when it is signed. */
  byte[] toBeSigned() throws UserAuthException {
    return new Buffer.PlainBuffer()
        .putBytes(params.getTransport().getSessionID())
        .putBuffer(request(true))
        .getCompactData();
  }

  SSHPacket request(boolean signed) throws UserAuthException {
    return super.buildReq()
        .putBoolean(signed)
        .putString(identity.algorithm())
        .putBytes(identity.blob());
  }

  @Override
  protected SSHPacket buildReq() throws UserAuthException {
    return request(false);
  }

  @Override
  public void handle(Message message, SSHPacket packet) throws UserAuthException {
    if (message != Message.USERAUTH_60) {
      throw new UserAuthException("the server answered to a key with " + message);
    }
    accepted = true;
    // Ends the attempt; what follows is another one, made by a thread that may wait for a person.
    throw new UserAuthException("accepted");
  }
}
