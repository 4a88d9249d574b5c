/** Images: their references, registries, pull, push, build, and keeping them. */
@NullMarked
package io.dockeradvanced.image;

import org.jspecify.annotations.NullMarked;
