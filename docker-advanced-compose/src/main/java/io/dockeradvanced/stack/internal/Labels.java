package io.dockeradvanced.stack.internal;

import io.dockeradvanced.container.internal.HandedOn;
import io.dockeradvanced.container.internal.Hooks;

/** The labels that Docker Compose puts on what it makes, and by which it finds it again. */
public final class Labels {
  /** What all of them begin with. */
  static final String COMPOSE = "com.docker.compose.";

  public static final String PROJECT = "com.docker.compose.project";
  public static final String SERVICE = "com.docker.compose.service";
  public static final String NUMBER = "com.docker.compose.container-number";
  public static final String CONFIG_HASH = "com.docker.compose.config-hash";
  public static final String ONEOFF = "com.docker.compose.oneoff";
  public static final String SLUG = "com.docker.compose.slug";
  public static final String IMAGE = "com.docker.compose.image";
  public static final String VERSION = "com.docker.compose.version";
  public static final String WORKING_DIR = "com.docker.compose.project.working_dir";
  public static final String CONFIG_FILES = "com.docker.compose.project.config_files";
  public static final String ENVIRONMENT_FILE = "com.docker.compose.project.environment_file";
  public static final String DEPENDS_ON = "com.docker.compose.depends_on";
  public static final String REPLACE = "com.docker.compose.replace";
  public static final String NETWORK = "com.docker.compose.network";
  public static final String VOLUME = "com.docker.compose.volume";

  /** The value of the label of hooks' containers, which is {@code com.docker.compose.hook}. */
  static final String PRE_START = Hooks.PRE_START;

  /**
   * Ours, on containers: names of volumes without a name that predecessors handed on, with commas.
   */
  public static final String ANONYMOUS = HandedOn.LABEL;

  /** Ours, on containers: their hooks, encrypted. */
  static final String HOOKS = Hooks.LABEL;

  private Labels() {}
}
