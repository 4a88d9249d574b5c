/** The Compose Specification: one node tree with source marks, one class per pass. */
@NullMarked
package io.dockeradvanced.compose;

import org.jspecify.annotations.NullMarked;
