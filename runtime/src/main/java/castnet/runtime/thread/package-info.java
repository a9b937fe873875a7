/** A team of threads that runs one program, slice by slice (SPMD), and its barrier. Imports nothing but the JDK. */
@NullMarked
package castnet.runtime.thread;

import org.jspecify.annotations.NullMarked;
