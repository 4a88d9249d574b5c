/** HTTP/1.1 over duplex channels, and the connections of one host. Not API. */
@NullMarked
package io.dockeradvanced.internal.http;

import org.jspecify.annotations.NullMarked;
