/** The loader: one node tree with source marks, one class per pass, one attribute table. */
@NullMarked
package io.dockeradvanced.compose.internal;

import org.jspecify.annotations.NullMarked;
