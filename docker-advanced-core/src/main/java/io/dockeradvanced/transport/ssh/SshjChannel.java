package io.dockeradvanced.transport.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.connection.channel.Channel;

/** What SSHJ wants to know of a channel, and mostly does not ask. */
abstract class SshjChannel implements Channel {
  /** The largest packet of data; what OpenSSH has. */
  static final int PACKET = 32 * 1024;

  private final ConnectionImpl connection;
  private final String type;
  private final int id;
  private final int window;

  SshjChannel(ConnectionImpl connection, String type, int window) {
    this.connection = connection;
    this.type = type;
    this.id = connection.nextID();
    this.window = window;
  }

  /** What comes from the server. */
  public abstract InputStream input();

  /** What goes to the server. */
  public abstract OutputStream output();

  @Override
  public final int getID() {
    return id;
  }

  @Override
  public final String getType() {
    return type;
  }

  @Override
  public InputStream getInputStream() {
    return input();
  }

  @Override
  public OutputStream getOutputStream() {
    return output();
  }

  @Override
  public boolean getAutoExpand() {
    return false;
  }

  @Override
  public void setAutoExpand(boolean autoExpand) {
    // The window is granted as it is read.
  }

  @Override
  public int getLocalMaxPacketSize() {
    return PACKET;
  }

  @Override
  public long getLocalWinSize() {
    return window;
  }

  @Override
  public int getRemoteMaxPacketSize() {
    return PACKET;
  }

  @Override
  public long getRemoteWinSize() {
    return 0;
  }

  @Override
  public Charset getRemoteCharset() {
    return StandardCharsets.UTF_8;
  }

  @Override
  public LoggerFactory getLoggerFactory() {
    return connection.getTransport().getConfig().getLoggerFactory();
  }

  @Override
  public void join() {
    throw new UnsupportedOperationException("nobody waits for the end of a channel");
  }

  @Override
  public void join(long timeout, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody waits for the end of a channel");
  }
}
