package io.dockeradvanced.internal.engine;

/** A response that was read whole. */
record Answer(int status, String phrase, byte[] body, String apiVersion, String date) {
  boolean ok() {
    return status >= 200 && status < 300;
  }
}
