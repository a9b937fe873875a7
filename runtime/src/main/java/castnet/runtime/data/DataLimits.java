package castnet.runtime.data;

/**
 * How much a reader accepts before it gives up with an error, so that a damaged or hostile file cannot fill memory.
 *
 * @param entries files and directories of one folder or archive
 * @param fileBytes bytes of one encoded image
 * @param pixels pixels (height times width) of one image, before it is resized
 * @param totalBytes bytes of one unpacked file or archive, and of all pixels kept from a folder
 */
public record DataLimits(int entries, int fileBytes, int pixels, long totalBytes) {
    /** Four million entries, 64 MiB and 64 megapixels an image, 16 GiB together. */
    public static final DataLimits DEFAULT = new DataLimits(4_000_000, 64 << 20, 64_000_000, 16L << 30);

    /** Checks that all limits are positive. */
    public DataLimits {
        if (entries < 1 || fileBytes < 1 || pixels < 1 || totalBytes < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive: entries %d, fileBytes %d, pixels %d, totalBytes %d"
                            .formatted(entries, fileBytes, pixels, totalBytes));
        }
    }
}
