package io.dockeradvanced.compose;

import java.util.Optional;

/**
 * What a deploy does with one attribute that a project sets, and does not simply carry out. No
 * engine is asked for it; see {@link ComposeProject#verdicts}.
 *
 * @param attribute where it is in the model, such as {@code services.web.ports[0].mode}
 * @param sentence what the user is told, without the place
 * @param need what the engine must have, when the kind is {@link Kind#ENGINE_DEPENDENT}
 */
public record AttributeVerdict(String attribute, Kind kind, String sentence, Optional<Need> need) {

  /** What becomes of an attribute. Nothing that changes what runs is left out in silence. */
  public enum Kind {
    /** Carried out on every engine. */
    SUPPORTED("supported"),
    /** Carried out on engines that have what it needs; on others the plan says so. */
    ENGINE_DEPENDENT("engine-dependent"),
    /** It could change nothing here, and the plan warns of it. */
    WARNED("no effect, warned of"),
    /** It changes nothing that runs, here or with Docker Compose; it is kept in the model. */
    CARRIED("changes nothing"),
    /** Whoever plans a deploy is told where it stands and what to do instead. */
    REFUSED("refused");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For people, as the table of docs/compose.md has it. */
    public String words() {
      return words;
    }
  }

  /**
   * What an engine must have for an attribute.
   *
   * @param minor of the Engine API 1.x it came with; 0 when that does not matter
   * @param field of the answer to {@code GET /info} that must say so; empty when that does not
   *     matter
   * @param value the value of that field, or the key that it must have when it is an object
   * @param refused whether the plan is refused without; else it warns
   */
  public record Need(int minor, String field, String value, boolean refused) {}
}
