/**
 * Files of other frameworks as named arrays of floats: PyTorch's {@code .pt} and {@code .pth}, NumPy's {@code .npz}. They come from
 * strangers: nothing in them is ever run, and what is read takes memory in proportion to the file. Imports the JDK only.
 */
@NullMarked
package castnet.runtime.weights.file;

import org.jspecify.annotations.NullMarked;
