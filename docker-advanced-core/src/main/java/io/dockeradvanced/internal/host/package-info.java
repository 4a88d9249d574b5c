/** The one implementation of {@link io.dockeradvanced.host.DockerHost}. Not API. */
@NullMarked
package io.dockeradvanced.internal.host;

import org.jspecify.annotations.NullMarked;
