package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.internal.BlockInput;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;

/** Speaks with an ssh-agent over its socket: lists keys, has something signed. */
final class SshAgent implements Closeable {
  private static final byte REQUEST_IDENTITIES = 11;
  private static final byte IDENTITIES = 12;
  private static final byte SIGN_REQUEST = 13;
  private static final byte SIGN_RESPONSE = 14;
  private static final int RSA_SHA2_512 = 4;
  private static final int MAX_MESSAGE = 256 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A key of an agent that asks its user may take a while. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final Path socket;
  private final Wire wire;
  private final DataInputStream in;

  private SshAgent(Path socket, Wire wire) {
    this.socket = socket;
    this.wire = wire;
    this.in = new DataInputStream(new Answers());
  }

  static SshAgent connect(Path socket) throws IOException {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      return new SshAgent(
          socket, Wire.connected(channel, UnixDomainSocketAddress.of(socket), CONNECT.toNanos()));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      throw new IOException(
          "the ssh-agent at %s cannot be reached: %s".formatted(socket, e.getMessage()), e);
    }
  }

  /** A key that the agent has, without its private part. */
  record Key(byte[] blob, String comment) {}

  List<Key> keys() throws IOException {
    Buffer.PlainBuffer answer =
        ask(
            new Buffer.PlainBuffer().putByte(REQUEST_IDENTITIES),
            IDENTITIES,
            "did not list its keys");
    int count = answer.readUInt32AsInt();
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < count && answer.available() > 0; i++) {
      keys.add(new Key(answer.readBytes(), answer.readString()));
    }
    return keys;
  }

  /** The signature as it goes over the wire: the algorithm, then the bytes. */
  byte[] sign(byte[] blob, byte[] data, boolean rsa) throws IOException {
    return ask(
            new Buffer.PlainBuffer()
                .putByte(SIGN_REQUEST)
                .putBytes(blob)
                .putBytes(data)
                .putUInt32(rsa ? RSA_SHA2_512 : 0),
            SIGN_RESPONSE,
            "refused to sign")
        .readBytes();
  }

  private Buffer.PlainBuffer ask(Buffer.PlainBuffer question, byte expected, String otherwise)
      throws IOException {
    byte[] message = question.getCompactData();
    byte[] framed = new Buffer.PlainBuffer().putBytes(message).getCompactData();
    wire.output().write(framed, 0, framed.length);
    int length = in.readInt();
    if (length < 1 || length > MAX_MESSAGE) {
      throw new IOException("what answers at %s is no ssh-agent".formatted(socket));
    }
    byte[] answer = new byte[length];
    in.readFully(answer);
    if (answer[0] != expected) {
      throw new IOException("the ssh-agent at %s %s".formatted(socket, otherwise));
    }
    Buffer.PlainBuffer body = new Buffer.PlainBuffer(answer);
    body.readByte();
    return body;
  }

  private final class Answers extends BlockInput {
    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      int n = wire.read(into, offset, count, ANSWER.toNanos());
      if (n == 0 && count > 0) {
        throw new EOFException(
            "the ssh-agent at %s gave no answer within %d s".formatted(socket, ANSWER.toSeconds()));
      }
      return n;
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
