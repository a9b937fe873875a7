/**
 * Named arrays: what a network needs ({@code ParameterSpec}), how it begins ({@code Init}), and how it is stored
 * ({@code Safetensors}, PyTorch's keys and layouts). May import memory.
 */
@NullMarked
package castnet.runtime.weights;

import org.jspecify.annotations.NullMarked;
