/** Parts of containers that other rooms of this library share. Not API. */
@NullMarked
package io.dockeradvanced.container.internal;

import org.jspecify.annotations.NullMarked;
