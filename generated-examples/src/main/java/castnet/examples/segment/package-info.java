/** Networks whose output is a map, of users' blocks: encoder, decoder, and what the one hands to the other. */
@NullMarked
package castnet.examples.segment;

import org.jspecify.annotations.NullMarked;
