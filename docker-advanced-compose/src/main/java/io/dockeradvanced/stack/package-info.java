/** Compose stacks on a Docker host: plan, deploy, look at, take down. */
@NullMarked
package io.dockeradvanced.stack;

import org.jspecify.annotations.NullMarked;
