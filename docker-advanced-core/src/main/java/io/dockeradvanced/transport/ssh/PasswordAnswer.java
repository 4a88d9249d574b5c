package io.dockeradvanced.transport.ssh;

import java.util.List;
import net.schmizz.sshj.userauth.method.ChallengeResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;

/** Gives the password once, asked for directly or by the one hidden question of a dialogue. */
final class PasswordAnswer implements PasswordFinder, ChallengeResponseProvider {
  private final char[] secret;
  private boolean given;

  PasswordAnswer(char[] secret) {
    this.secret = secret;
  }

  @Override
  public char[] reqPassword(Resource<?> resource) {
    return secret.clone();
  }

  @Override
  public boolean shouldRetry(Resource<?> resource) {
    return false;
  }

  @Override
  public List<String> getSubmethods() {
    return List.of();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void init(Resource resource, String name, String instruction) {
    // Nothing to show it to.
  }

  /** The password must not be answered to a question whose answer is shown. */
  @Override
  public char[] getResponse(String prompt, boolean echo) {
    if (echo || given) {
      return new char[0];
    }
    given = true;
    return secret.clone();
  }

  @Override
  public boolean shouldRetry() {
    return false;
  }
}
