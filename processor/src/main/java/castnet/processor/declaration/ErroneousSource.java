package castnet.processor.declaration;

/** The source does not compile at this place; javac itself reports it, so that the network is left out in silence. */
public final class ErroneousSource extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ErroneousSource(String what) {
        super(what);
    }
}
