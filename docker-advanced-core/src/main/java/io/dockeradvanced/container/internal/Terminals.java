package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.container.TerminalSize;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.util.Optional;

/** Sizes of terminals in containers, and keys that mean nothing to us. */
final class Terminals {
  /**
   * The engine lets go of a terminal at Ctrl-P Ctrl-Q unless another sequence is named, and holds
   * every Ctrl-P back until the next key. Nobody types this one.
   */
  static final String NO_DETACH_KEYS =
      "ctrl-@,ctrl-_,ctrl-@,ctrl-^,ctrl-@,ctrl-_,ctrl-@,ctrl-^,ctrl-@,ctrl-_,ctrl-@,ctrl-^";

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int FAILED = 500;

  private Terminals() {}

  /** Whether a terminal can have its size before its program starts. */
  static boolean beginWithSize(ApiVersion api) {
    return api.atLeast(1, 42);
  }

  /** Has the terminal of an exec begin with this size. */
  static void size(ObjectNode body, Optional<TerminalSize> size) {
    size.ifPresent(s -> body.putArray("ConsoleSize").add(s.rows()).add(s.columns()));
  }

  /**
   * Gives a terminal another size.
   *
   * @param path of the exec or the container
   */
  static void resize(Engine engine, String path, TerminalSize size) {
    try {
      engine.send(Call.post(path + "/resize").query("h", size.rows()).query("w", size.columns()));
    } catch (EngineRejected e) {
      // It has ended, which engines say in three ways.
      if (e.status() != NOT_FOUND && e.status() != CONFLICT && e.status() != FAILED) {
        throw e;
      }
    }
  }
}
