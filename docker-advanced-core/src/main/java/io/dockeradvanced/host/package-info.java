/** Docker hosts: how they are named, reached and asked what they can do. */
@NullMarked
package io.dockeradvanced.host;

import org.jspecify.annotations.NullMarked;
