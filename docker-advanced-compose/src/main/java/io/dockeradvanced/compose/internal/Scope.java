package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a project, or of one include, share.
 *
 * @param directory where their relative paths begin: absolute for the project, for an include
 *     relative to the directory of the files around it; null where there is none
 * @param place the same directory, absolute
 * @param environment their variables
 * @param chain the files that lead here, each of which includes the next
 */
record Scope(
    @Nullable String directory,
    @Nullable String place,
    Environment environment,
    List<String> chain) {

  Scope {
    chain = List.copyOf(chain);
  }

  List<String> chainWith(String file) {
    List<String> longer = new ArrayList<>(chain);
    longer.add(file);
    return longer;
  }
}
