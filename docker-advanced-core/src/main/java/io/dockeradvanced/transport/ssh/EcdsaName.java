package io.dockeradvanced.transport.ssh;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.Map;

/**
 * Makes Java's own EC keys known by the name of ECDSA, under which SSHJ asks for them.
 *
 * <p>Otherwise Bouncy Castle would have to be registered, which takes half a second of each start
 * and then does all ciphers in plain Java instead of with the processor's instructions.
 */
final class EcdsaName extends Provider {
  private static final long serialVersionUID = 1;
  private static final String NAME = "DockerAdvancedEcdsa";

  private EcdsaName() {
    super(NAME, "1", "The name ECDSA for the EC keys of the JDK");
    putService(
        new Service(this, "KeyFactory", "ECDSA", Factory.class.getName(), List.of(), Map.of()) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return new Factory();
          }
        });
  }

  /** Does nothing where the name is known already. */
  static void register() {
    try {
      KeyFactory.getInstance("ECDSA");
    } catch (NoSuchAlgorithmException e) {
      Security.addProvider(new EcdsaName());
    }
  }

  /** Hands everything to the factory for EC. */
  private static final class Factory extends KeyFactorySpi {
    private final KeyFactory ec;

    Factory() throws NoSuchAlgorithmException {
      ec = KeyFactory.getInstance("EC");
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      return ec.generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      return ec.generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type)
        throws InvalidKeySpecException {
      return ec.getKeySpec(key, type);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      return ec.translateKey(key);
    }
  }
}
