package io.dockeradvanced.compose.internal;

import java.util.Map;

/**
 * One YAML document of a file.
 *
 * @param resets what its {@code !reset} and {@code !override} tags stand at
 * @param ignored the tags that mean nothing there
 * @param size how many values it has, those of aliases counted each time
 */
record Document(Node root, Resets resets, Map<Mark, String> ignored, long size) {}
