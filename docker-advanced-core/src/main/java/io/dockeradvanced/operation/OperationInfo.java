package io.dockeradvanced.operation;

import java.time.Instant;

/**
 * An operation as the store knows it.
 *
 * @param hostUri where the host is, without credentials
 * @param subject what it changes, such as the name of a stack
 * @param actor who asked for it
 * @param message why it failed or what it waits for; empty otherwise
 */
public record OperationInfo(
    String id,
    String kind,
    String title,
    String host,
    String hostUri,
    String subject,
    String scope,
    String actor,
    Outcome outcome,
    String message,
    Instant created) {

  static OperationInfo parse(String json) {
    Data data = Data.parse(json);
    return new OperationInfo(
        data.text("id"),
        data.text("kind"),
        data.text("title"),
        data.text("host"),
        data.text("hostUri"),
        data.text("subject"),
        data.text("scope"),
        data.text("actor"),
        Outcome.valueOf(data.text("outcome")),
        data.text("message"),
        Instant.parse(data.text("created")));
  }
}
