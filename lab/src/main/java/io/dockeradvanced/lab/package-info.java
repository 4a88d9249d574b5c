/** Real engines for integration tests: the {@code @Lab} JUnit extension. */
@NullMarked
package io.dockeradvanced.lab;

import org.jspecify.annotations.NullMarked;
