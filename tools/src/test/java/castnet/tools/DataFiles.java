package castnet.tools;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Writes tiny data sets in the published formats: noise, brighter or darker by class. */
final class DataFiles {
    private static final int CLASSES = 10;

    private DataFiles() {}

    /** The binary version of CIFAR-10. */
    static Path cifar10(Path directory, int train, int test) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("data_batch_1.bin"), cifarRecords(train, 1));
        Files.write(directory.resolve("test_batch.bin"), cifarRecords(test, 2));
        return directory;
    }

    private static byte[] cifarRecords(int count, long seed) {
        ByteBuffer records = ByteBuffer.allocate(count * 3073);
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            int label = i % CLASSES;
            records.put((byte) label).put(noise(random, 3072, label));
        }
        return records.array();
    }

    /** MNIST's four files, gzipped. */
    static Path mnist(Path directory, int train, int test) throws IOException {
        Files.createDirectories(directory);
        idx(directory, "train", train, 1);
        idx(directory, "t10k", test, 2);
        return directory;
    }

    private static void idx(Path directory, String part, int count, long seed) throws IOException {
        Random random = new Random(seed);
        ByteBuffer images = ByteBuffer.allocate(16 + count * 784);
        images.putInt(0x803).putInt(count).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        labels.putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            images.put(noise(random, 784, i % CLASSES));
            labels.put((byte) (i % CLASSES));
        }
        gzip(directory.resolve(part + "-images-idx3-ubyte.gz"), images.array());
        gzip(directory.resolve(part + "-labels-idx1-ubyte.gz"), labels.array());
    }

    private static void gzip(Path file, byte[] bytes) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
    }

    private static byte[] noise(Random random, int count, int label) {
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = (byte) (label * 20 + random.nextInt(60));
        }
        return values;
    }

    /** {@code train/<class>/*.png} and {@code test/<class>/*.png}: a disc on grey, red, green or blue by class. */
    static Path folder(Path directory, int perClass, int side) throws IOException {
        for (String part : new String[] {"train", "test"}) {
            disc(directory, part, "blue", Color.BLUE, perClass, side);
            disc(directory, part, "green", Color.GREEN, perClass, side);
            disc(directory, part, "red", Color.RED, perClass, side);
        }
        return directory;
    }

    private static void disc(Path root, String part, String name, Color color, int count, int side) throws IOException {
        for (int i = 0; i < count; i++) {
            png(root.resolve(part).resolve(name).resolve(i + ".png"), color, side, i);
        }
    }

    /** A disc whose place depends on {@code at}. */
    static Path png(Path file, Color color, int side, int at) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.GRAY);
        canvas.fillRect(0, 0, side, side);
        canvas.setColor(color);
        canvas.fillOval(at % 5, at / 5 % 5, side / 2, side / 2);
        canvas.dispose();
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
