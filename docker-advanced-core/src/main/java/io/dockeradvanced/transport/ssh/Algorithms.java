package io.dockeradvanced.transport.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.schmizz.keepalive.KeepAlive;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.DHGexSHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.random.JCERandom;
import net.schmizz.sshj.transport.random.SingletonRandomFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * What SSHJ speaks for us: algorithms that OpenSSH takes by default and the JDK has by itself.
 * SHA-1 signatures, CBC ciphers and DSA are left out.
 */
final class Algorithms {
  private static final SingletonRandomFactory RANDOM;

  /** By the name of the algorithm, the safest first. */
  private static final Map<String, Factory.Named<KeyAlgorithm>> KEYS = new LinkedHashMap<>();

  static {
    // Only says that Bouncy Castle need not be made a provider of the whole JVM.
    SecurityUtils.setRegisterBouncyCastle(false);
    EcdsaName.register();
    RANDOM = new SingletonRandomFactory(new JCERandom.Factory());
    for (Factory.Named<KeyAlgorithm> key :
        List.<Factory.Named<KeyAlgorithm>>of(
            KeyAlgorithms.EdDSA25519(),
            KeyAlgorithms.ECDSASHANistp256(),
            KeyAlgorithms.ECDSASHANistp384(),
            KeyAlgorithms.ECDSASHANistp521(),
            KeyAlgorithms.RSASHA512(),
            KeyAlgorithms.RSASHA256())) {
      KEYS.put(key.getName(), key);
    }
  }

  private Algorithms() {}

  /**
   * @param knownTypes the types of host keys that are known of the server; these come first, so
   *     that it does not show another key that nobody knows
   */
  static ConfigImpl config(List<String> knownTypes) {
    ConfigImpl config = new ConfigImpl();
    config.setLoggerFactory(LOGGERS);
    config.setVersion("docker-advanced");
    config.setRandomFactory(RANDOM);
    config.setKeyExchangeFactories(
        List.of(
            new Curve25519SHA256.Factory(),
            new Curve25519SHA256.FactoryLibSsh(),
            new ECDHNistP.Factory256(),
            new ECDHNistP.Factory384(),
            new ECDHNistP.Factory521(),
            new DHGexSHA256.Factory(),
            DHGroups.Group16SHA512(),
            DHGroups.Group18SHA512(),
            DHGroups.Group14SHA256(),
            new ExtInfoClientFactory()));
    config.setKeyAlgorithms(hostKeys(knownTypes));
    config.setCipherFactories(
        List.of(
            GcmCiphers.AES128GCM(),
            GcmCiphers.AES256GCM(),
            BlockCiphers.AES128CTR(),
            BlockCiphers.AES192CTR(),
            BlockCiphers.AES256CTR()));
    config.setMACFactories(
        List.of(
            Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256(), Macs.HMACSHA2512()));
    config.setCompressionFactories(List.of(new NoneCompression.Factory()));
    config.setFileKeyProviderFactories(List.of());
    config.setKeepAliveProvider(NO_KEEP_ALIVE);
    return config;
  }

  private static List<Factory.Named<KeyAlgorithm>> hostKeys(List<String> knownTypes) {
    List<Factory.Named<KeyAlgorithm>> first = new ArrayList<>();
    List<Factory.Named<KeyAlgorithm>> then = new ArrayList<>();
    KEYS.forEach(
        (name, key) -> {
          String type = name.startsWith("rsa-sha2-") ? "ssh-rsa" : name;
          (knownTypes.contains(type) ? first : then).add(key);
        });
    first.addAll(then);
    return first;
  }

  /** Whether {@link #signing} knows the algorithm. */
  static boolean canSign(String algorithm) {
    return KEYS.containsKey(algorithm);
  }

  /** Signs with a private key. */
  static KeyAlgorithm signing(String algorithm) {
    Factory.Named<KeyAlgorithm> key = KEYS.get(algorithm);
    if (key == null) {
      throw new IllegalArgumentException("no algorithm " + algorithm);
    }
    return key.create();
  }

  /** {@link LiveInput} does it. */
  private static final KeepAliveProvider NO_KEEP_ALIVE =
      new KeepAliveProvider() {
        @Override
        public KeepAlive provide(ConnectionImpl connection) {
          return new KeepAlive(connection, "none") {
            @Override
            protected void doKeepAlive() {
              // Never started.
            }
          };
        }
      };

  /**
   * SSHJ logs every lost connection as an error, with its stack; ours say it where it matters. With
   * debugging on, everything is logged.
   */
  private static final LoggerFactory LOGGERS =
      new LoggerFactory() {
        @Override
        public Logger getLogger(String name) {
          Logger logger = org.slf4j.LoggerFactory.getLogger(name);
          return logger.isDebugEnabled() ? logger : NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(Class<?> type) {
          return getLogger(type.getName());
        }
      };
}
