package io.dockeradvanced;

/** Something that goes on until it is closed. Closing twice does nothing. */
public interface Handle extends AutoCloseable {
  @Override
  void close();
}
