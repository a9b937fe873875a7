package castnet.processor.emit;

/**
 * A file to be written.
 *
 * @param kind Java source or resource
 * @param packageName its package
 * @param name simple name of the type, or file name of the resource
 * @param text the whole content
 */
public record GeneratedFile(Kind kind, String packageName, String name, String text) {
    /** What the compiler does with it. */
    public enum Kind {
        SOURCE,
        RESOURCE
    }
}
