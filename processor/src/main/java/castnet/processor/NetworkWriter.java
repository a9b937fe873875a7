package castnet.processor;

import castnet.processor.emit.GeneratedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/** Writes generated files; each says which interface it came from, so that build tools know when to write it again. */
final class NetworkWriter {
    private final Filer filer;

    NetworkWriter(ProcessingEnvironment environment) {
        this.filer = environment.getFiler();
    }

    /** Returns whether the file was written: not if there is one of that name already. */
    boolean write(TypeElement origin, GeneratedFile file) {
        try {
            FileObject object = switch (file.kind()) {
                case SOURCE -> filer.createSourceFile(qualified(file), origin);
                case RESOURCE ->
                    filer.createResource(StandardLocation.CLASS_OUTPUT, file.packageName(), file.name(), origin);
            };
            try (Writer writer = object.openWriter()) {
                writer.write(file.text());
            }
            return true;
        } catch (FilerException alreadyThere) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + qualified(file), e);
        }
    }

    /** Writes a resource of bytes. */
    void write(TypeElement origin, String packageName, String name, byte[] content) {
        try (OutputStream out = filer.createResource(StandardLocation.CLASS_OUTPUT, packageName, name, origin)
                .openOutputStream()) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + name, e);
        }
    }

    private static String qualified(GeneratedFile file) {
        return file.packageName().isEmpty() ? file.name() : file.packageName() + "." + file.name();
    }
}
