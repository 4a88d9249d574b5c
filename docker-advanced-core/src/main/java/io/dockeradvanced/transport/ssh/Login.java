package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.transport.ConnectFailed;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthPassword;
import org.jspecify.annotations.Nullable;

/** Logs in: with the keys of the agent, those in files, then with a password. */
final class Login {
  private final SshLink link;
  private final SshSettings settings;
  private final SshOptions options;
  private final List<String> tried = new ArrayList<>();
  private @Nullable Collection<String> allowed;

  Login(SshLink link, SshOptions options) {
    this.link = link;
    this.settings = link.settings();
    this.options = options;
  }

  void run() throws IOException {
    try (Keys keys = link.whileItWaits(() -> Keys.find(settings, options))) {
      tried.addAll(keys.problems());
      for (Identity identity : keys.inOrder()) {
        if (allows("publickey") && with(identity)) {
          return;
        }
      }
      if (options.password().isPresent() && byPassword()) {
        return;
      }
    } catch (IOException e) {
      if (link.lost() != null) {
        throw new ConnectFailed(
            "%s: the server broke off the login of %s (%s)%s%s"
                .formatted(
                    settings.shown(), settings.user(), ServerText.of(e), triedText(), tooMany()),
            false,
            e);
      }
      throw e;
    }
    throw refused();
  }

  private boolean allows(String method) {
    return allowed == null || allowed.contains(method);
  }

  /** Offers the key, and signs only when the server would take it. */
  private boolean with(Identity identity) throws IOException {
    KeyOffer offer = new KeyOffer(identity);
    if (!accepted(offer)) {
      return false;
    }
    byte[] signature;
    try {
      byte[] proof = offer.toBeSigned();
      // A passphrase may be asked for, or the agent asks its user.
      signature = link.whileItWaits(() -> identity.sign(proof));
    } catch (IOException e) {
      tried.add(e.getMessage() == null ? identity + " failed" : e.getMessage());
      return false;
    }
    if (attempt(new KeyProof(offer, signature))) {
      return true;
    }
    tried.add(identity + " was not accepted");
    return false;
  }

  private boolean accepted(KeyOffer offer) throws IOException {
    try {
      attempt(offer);
    } catch (UserAuthException e) {
      if (offer.isAccepted()) {
        return true;
      }
      throw e;
    }
    tried.add(offer.identity() + " is not accepted by the server");
    return false;
  }

  private boolean attempt(AbstractAuthMethod method) throws IOException {
    boolean success =
        link.authentication()
            .authenticate(
                settings.user(),
                link.connection(),
                method,
                (int) TimeUnit.NANOSECONDS.toMillis(settings.connectTimeout().toNanos()));
    if (!success) {
      allowed = link.authentication().getAllowedMethods();
    }
    return success;
  }

  private boolean byPassword() throws IOException {
    if (!allows("password") && !allows("keyboard-interactive")) {
      return false;
    }
    char @Nullable [] secret = link.whileItWaits(this::askPassword).orElse(null);
    if (secret == null) {
      return false;
    }
    try {
      PasswordAnswer answer = new PasswordAnswer(secret);
      if (allows("password") && attempt(new AuthPassword(answer))) {
        return true;
      }
      if (allows("keyboard-interactive") && attempt(new AuthKeyboardInteractive(answer))) {
        return true;
      }
      tried.add("the password was not accepted");
      return false;
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private Optional<char[]> askPassword() {
    return options.password().map(ask -> ask.apply(settings.user() + "@" + settings.alias()));
  }

  private ConnectFailed refused() {
    String methods =
        allowed == null || allowed.isEmpty()
            ? ""
            : " (it takes: %s)".formatted(ServerText.of(String.join(", ", allowed)));
    return new ConnectFailed(
        "%s: the server does not let %s in%s%s. Check the user, add the public key to authorized_keys there, or name another key by IdentityFile or SshOptions.identity(…)"
            .formatted(settings.shown(), settings.user(), methods, triedText()),
        false,
        null);
  }

  private String triedText() {
    return tried.isEmpty() ? "; there was no key to try" : "; tried: " + String.join("; ", tried);
  }

  private String tooMany() {
    return tried.size() > 3
        ? "; many keys were offered: name the right one by IdentityFile, with IdentitiesOnly yes"
        : "";
  }

  /** The keys there are, and why others are not there. */
  private record Keys(List<Identity> inOrder, List<String> problems, @Nullable SshAgent agent)
      implements AutoCloseable {

    /** As ssh orders them: those of the agent that are named, its others, then files. */
    static Keys find(SshSettings settings, SshOptions options) {
      List<String> problems = new ArrayList<>();
      List<Identity> files = new ArrayList<>();
      List<byte[]> named = new ArrayList<>();
      for (Path file : settings.identityFiles()) {
        read(file, options, files, named, problems);
      }
      List<Identity> order = new ArrayList<>();
      SshAgent agent = null;
      if (settings.agentSocket().isPresent()) {
        try {
          agent = SshAgent.connect(settings.agentSocket().get());
          List<Identity> others = new ArrayList<>();
          for (SshAgent.Key key : agent.keys()) {
            boolean isNamed = named.stream().anyMatch(b -> Arrays.equals(b, key.blob()));
            if (isNamed || !settings.identitiesOnly()) {
              (isNamed ? order : others).add(new AgentKey(agent, key));
            }
          }
          order.addAll(others);
        } catch (IOException e) {
          problems.add(e.getMessage());
        }
      }
      for (Identity file : files) {
        if (order.stream().noneMatch(file::isSameAs)) {
          order.add(file);
        }
      }
      return new Keys(order, problems, agent);
    }

    private static void read(
        Path file,
        SshOptions options,
        List<Identity> files,
        List<byte[]> named,
        List<String> problems) {
      if (file.toString().endsWith(".pub")) {
        // Names a key of the agent.
        addPublicPart(file, named);
        return;
      }
      try {
        KeyFile key = KeyFile.read(file, options.passphrase());
        named.add(key.blob());
        files.add(key);
      } catch (IOException e) {
        addPublicPart(file, named);
        if (!(e instanceof NoSuchFileException)) {
          problems.add(e.getMessage());
        } else if (options.identities().contains(file)) {
          problems.add(file + " does not exist");
        }
      }
    }

    private static void addPublicPart(Path file, List<byte[]> named) {
      try {
        byte[] blob = KeyFile.publicPart(file);
        if (blob != null) {
          named.add(blob);
        }
      } catch (IOException e) {
        // Then the agent's keys are not compared with it.
      }
    }

    @Override
    public void close() {
      if (agent != null) {
        agent.close();
      }
    }
  }

  private static final class AgentKey extends Identity {
    private final SshAgent agent;

    AgentKey(SshAgent agent, SshAgent.Key key) {
      super(key.blob(), key.comment() + " of the ssh-agent");
      this.agent = agent;
    }

    @Override
    byte[] sign(byte[] data) throws IOException {
      return agent.sign(blob(), data, type().startsWith("ssh-rsa"));
    }
  }
}
