/** The way out to other libraries; the one place where types of others are public. */
@NullMarked
package io.dockeradvanced.interop;

import org.jspecify.annotations.NullMarked;
