package io.dockeradvanced.internal.engine;

/** A response that was read whole. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, String phrase, byte[] body, String apiVersion, String date) {
  boolean ok() {
    return status >= 200 && status < 300;
  }
}
