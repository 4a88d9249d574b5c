/** The owner, its configuration, selections and exceptions. */
@NullMarked
package io.dockeradvanced;

import org.jspecify.annotations.NullMarked;
