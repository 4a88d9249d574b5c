/** Tar archives, written and read while they travel: nothing but a piece of one is in memory. */
@NullMarked
package io.dockeradvanced.internal.tar;

import org.jspecify.annotations.NullMarked;
