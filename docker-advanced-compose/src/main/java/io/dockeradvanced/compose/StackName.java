package io.dockeradvanced.compose;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.internal.ProjectName;

/**
 * What a stack may be called: lower-case letters, digits, {@code -} and {@code _}, of which the
 * first is a letter or digit; at most 128 of them.
 *
 * <pre>{@code
 * stacks.down(StackName.check(whatTheUserTyped));
 * }</pre>
 */
public final class StackName {
  private StackName() {}

  /**
   * The name, as it is.
   *
   * @throws InvalidSpec when no stack can have it
   */
  public static String check(String name) {
    String problem = ProjectName.problem(name);
    if (!problem.isEmpty()) {
      throw new InvalidSpec("name of the stack", 0, 0, problem);
    }
    return name;
  }
}
