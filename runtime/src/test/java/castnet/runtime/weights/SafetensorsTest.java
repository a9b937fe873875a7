package castnet.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    Path directory;

    @Test
    void whatIsWrittenReadsBackToTheSameBits() throws IOException {
        float[] many = new float[200_001];
        Random random = new Random(1);
        for (int i = 0; i < many.length; i++) {
            many[i] = random.nextFloat() - 0.5f;
        }
        Weights weights = Weights.builder()
                .put("scalar", List.of(), 3f)
                .put("many", List.of(3, 66_667), many)
                .put("empty", List.of(0, 7))
                .put("odd \"name\"\\\n\tü😀", List.of(2), -0f, Float.MIN_VALUE)
                .build();
        Path file = directory.resolve("a.safetensors");
        Safetensors.write(file, weights, Map.of("key", "a \"text\" ü", "b", ""));
        Safetensors.Contents read = Safetensors.read(file);
        assertThat(read.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("key", "a \"text\" ü", "b", ""));
        assertThat(read.weights().keys()).containsExactlyElementsOf(weights.keys());
        for (String key : weights.keys()) {
            assertThat(read.weights().shape(key)).isEqualTo(weights.shape(key));
            assertThat(bits(read.weights().values(key))).isEqualTo(bits(weights.values(key)));
        }
        byte[] bytes = Files.readAllBytes(file);
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
                .isZero();
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".tmp"));
        assertThat(bits(Weights.read(file).values("many"))).isEqualTo(bits(many));
    }

    @ParameterizedTest
    @CsvSource({"F32, 0000c03f000000c0", "F64, 000000000000f83f00000000000000c0", "F16, 003e00c0", "BF16, c03f00c0"})
    void allFloatTypesAreRead(String dtype, String data) throws IOException {
        byte[] bytes = java.util.HexFormat.of().parseHex(data);
        Path file = write(
                "{\"x\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}".formatted(dtype, bytes.length),
                bytes);
        assertThat(Weights.read(file).values("x")).containsExactly(1.5f, -2f);
    }

    @Test
    void theHeaderMayBeInAnyOrderWithSpacesAndEscapes() throws IOException {
        Path file = write(
                "{ \"b\" : {\"data_offsets\":[4,8],\"shape\":[ 1 ],\"dtype\":\"F32\"},\r\n"
                        + "\"\\u0061\\ud83d\\ude00\\/\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]} }   ",
                new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        Weights weights = Weights.read(file);
        assertThat(weights.keys()).containsExactly("b", "a😀/");
        assertThat(weights.values("b")).containsExactly(2f);
        assertThat(weights.values("a😀/")).containsExactly(1f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]|must begin",
                "{ |found the end of the header",
                "{}x|expected the end of the header, found 'x'",
                "{\"x\"}|expected ':'",
                "{\"x\":1}|expected '{'",
                "{\"x\":{}}|needs dtype, shape and data_offsets",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}|needs dtype",
                "{\"x\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}|unknown dtype \"F31\"",
                "{\"x\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}|cannot be read: expected F32",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}|is 4 bytes, data_offsets [0, 8] hold 8",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}|have a hole",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}|must be [begin, end]",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}|must be [begin, end]",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|4 bytes behind the last tensor",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}|truncated: tensor \"x\" ends at 12",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|overlap",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|\"x\" occurs twice",
                "{\"x\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|\"dtype\" occurs twice",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"z\":1}}|unknown field \"z\"",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}|whole number of at least 0, found '-'",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}|expected ',' or ']', found '.'",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[01],\"data_offsets\":[0,4]}}|leading zero",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1,],\"data_offsets\":[0,4]}}|whole number",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}|beyond 64 bits",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296],\"data_offsets\":[0,4]}}|too large",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2147483639,2147483639,2147483639],\"data_offsets\":[0,8]}}|no whole number",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,8]}}|no whole number",
                "{\"x\":{\"dtype\":\"F4\",\"shape\":[1],\"data_offsets\":[0,8]}}|no whole number",
                "{\"x\\q\":1}|unknown escape",
                "{\"x\\u12\":1}|four hexadecimal digits",
                "{\"x\\ud800\":1}|surrogate",
                "{\"x|without an end",
                "{\"x\u0001\":1}|control character",
                "{\"__metadata__\":{\"a\":1}}|expected '\"'",
                "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}|occur twice",
                "{\"__metadata__\":{},\"__metadata__\":{}}|__metadata__ occurs twice",
            })
    void malformedHeadersAreRefused(String headerAndMessage) throws IOException {
        int bar = headerAndMessage.lastIndexOf('|');
        Path file = write(headerAndMessage.substring(0, bar), new byte[8]);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining(headerAndMessage.substring(bar + 1))
                .hasMessageMatching("(?s)" + java.util.regex.Pattern.quote(file.toString()) + ": byte \\d+: .*");
    }

    @Test
    void headersOfImpossibleLengthAreRefused() throws IOException {
        assertRefused(new byte[0], "the file has 0 bytes");
        assertRefused(new byte[7], "the file has 7 bytes");
        assertRefused(length(0), "a header of 0 bytes");
        assertRefused(length(-1), "a header of 18446744073709551615 bytes");
        assertRefused(length(100_000_001), "a header of 100000001 bytes");
        assertRefused(length(99_999_999), "truncated: a header of 99999999 bytes in a file of 8");
    }

    @Test
    void aDirectoryIsRefusedByName() {
        assertThatThrownBy(() -> Safetensors.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory + " is a directory");
    }

    @Test
    void everyTruncationAndManyDamagesAreRefusedOrReadWithoutAnyOtherError() throws IOException {
        Path file = directory.resolve("whole");
        Weights.builder()
                .put("a.weight", List.of(2, 3), 1, 2, 3, 4, 5, 6)
                .put("a.bias", List.of(2), 7, 8)
                .build()
                .write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(cut)).isInstanceOf(SafetensorsException.class);
        }
        Random random = new Random(5);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path bad = Files.write(directory.resolve("bad"), damaged);
            try {
                Safetensors.read(bad);
            } catch (SafetensorsException | WeightsException e) {
                assertThat(e).hasMessageContaining("bad");
            }
        }
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        byte[] header = "{\"x?\":1}".getBytes(StandardCharsets.UTF_8);
        header[3] = (byte) 0xff;
        Path file = Files.write(directory.resolve("f"), concat(length(header.length), header));
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("not UTF-8");
    }

    @Test
    void aValueThatIsNotFiniteIsRefusedByKeyAndIndex() throws IOException {
        Path file = write(
                "{\"fc.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xc0, 0x7f});
        assertThatThrownBy(() -> Weights.read(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("fc.bias: element 1 is NaN")
                .hasMessageContaining(file.toString());
    }

    @Test
    void writingReplacesAFileAsAWholeOrNotAtAll() throws IOException {
        Path file = directory.resolve("w");
        Weights first = Weights.builder().put("x", List.of(1), 1).build();
        Weights second = Weights.builder().put("x", List.of(1), 2).build();
        first.write(file);
        second.write(file);
        assertThat(Weights.read(file).values("x")).containsExactly(2);
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(Weights.read(file).values("x")).containsExactly(2);
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".tmp"));
        assertThatThrownBy(() -> first.write(directory.resolve("none/x"))).hasMessageContaining("does not exist");
    }

    @Test
    void writingThroughALinkKeepsTheLink() throws IOException {
        Path target = Files.createDirectory(directory.resolve("real")).resolve("w");
        Files.write(target, new byte[1]);
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        Weights.builder().put("x", List.of(1), 1).build().write(link);
        assertThat(link).isSymbolicLink();
        assertThat(Weights.read(target).keys()).containsExactly("x");
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = Files.write(directory.resolve("f"), bytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining(message);
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return Files.write(directory.resolve("file"), concat(concat(length(json.length), json), data));
    }

    private static byte[] length(long length) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }
}
