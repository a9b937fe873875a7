/**
 * The kernels that generated code calls, and the only importer of {@code jdk.incubator.vector}. Each is a static method over
 * {@code float[]}; the names and layouts are explained in {@code docs/kernels.md}. May import memory and thread.
 */
@NullMarked
package castnet.runtime.kernel;

import org.jspecify.annotations.NullMarked;
