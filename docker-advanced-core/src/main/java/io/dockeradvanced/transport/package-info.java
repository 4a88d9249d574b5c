/** How bytes get to an engine: one duplex channel after the other. */
@NullMarked
package io.dockeradvanced.transport;

import org.jspecify.annotations.NullMarked;
