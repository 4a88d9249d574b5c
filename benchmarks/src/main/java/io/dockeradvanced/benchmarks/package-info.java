/** Ours beside the tools people use today, measured in the same run. */
@NullMarked
package io.dockeradvanced.benchmarks;

import org.jspecify.annotations.NullMarked;
