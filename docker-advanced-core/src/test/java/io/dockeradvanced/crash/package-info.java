/** What tests of crashes share; other modules use it from the test jar of this one. */
@NullMarked
package io.dockeradvanced.crash;

import org.jspecify.annotations.NullMarked;
