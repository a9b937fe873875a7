/**
 * Labelled images in memory and the batches that a training or an evaluation reads: published file formats, folders of
 * pictures, a data set drawn by code, normalisation and augmentation. Imports nothing but the JDK, and {@code java.desktop}
 * (ImageIO) only to decode PNG and JPEG.
 *
 * <p>Pixels are unsigned bytes in planes: channel, row, column (CHW). Every file is checked while it is read; what is wrong
 * with it comes as a {@link castnet.runtime.data.DataException} that names the file and the byte. Random decisions are
 * functions of a seed, an epoch and an image's number, never of a thread or of what was read before.
 */
@NullMarked
package castnet.runtime.data;

import org.jspecify.annotations.NullMarked;
