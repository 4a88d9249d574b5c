/** How stacks are observed, planned and checked. Not API. */
@NullMarked
package io.dockeradvanced.stack.internal;

import org.jspecify.annotations.NullMarked;
