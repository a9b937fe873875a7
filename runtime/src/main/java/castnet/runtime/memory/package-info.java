/** How tensors lie in memory: layouts and their offsets. Imports nothing but the JDK. */
@NullMarked
package castnet.runtime.memory;

import org.jspecify.annotations.NullMarked;
