/** The {@code da} command: the library on the command line. */
@NullMarked
package io.dockeradvanced.cli;

import org.jspecify.annotations.NullMarked;
