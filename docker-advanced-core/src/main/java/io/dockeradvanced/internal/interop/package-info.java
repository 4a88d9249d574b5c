/** Docker-java on our transports. Not API. */
@NullMarked
package io.dockeradvanced.internal.interop;

import org.jspecify.annotations.NullMarked;
