/** What `castnet compare` trains: one network in a grid of stride sites and shortcuts. */
@NullMarked
package castnet.examples.study;

import org.jspecify.annotations.NullMarked;
