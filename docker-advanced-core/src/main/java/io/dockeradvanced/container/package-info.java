/** Containers of one host: which there are, and the ordinary verbs. */
@NullMarked
package io.dockeradvanced.container;

import org.jspecify.annotations.NullMarked;
