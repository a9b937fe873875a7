package castnet.runtime.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.weights.Weights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {
    @TempDir
    Path directory;

    /** Written by PyTorch 2.13, see make_fixtures.py; the older format holds it in a training checkpoint. */
    @ParameterizedTest
    @ValueSource(strings = {"new.pth", "legacy.pth"})
    void whatPyTorchSaves(String name) throws IOException {
        Weights weights = Weights.read(fixture(name));
        assertThat(weights.keys())
                .containsExactly(
                        "plain.weight",
                        "transposed",
                        "slice",
                        "expanded",
                        "half",
                        "bfloat",
                        "double",
                        "empty",
                        "parameter");
        assertThat(weights.shape("plain.weight")).containsExactly(3, 4);
        assertThat(weights.values("plain.weight"))
                .containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f, 1.5f, 1.75f, 2, 2.25f, 2.5f, 2.75f);
        assertThat(weights.shape("transposed")).containsExactly(4, 3);
        assertThat(weights.values("transposed"))
                .containsExactly(0, 1, 2, 0.25f, 1.25f, 2.25f, 0.5f, 1.5f, 2.5f, 0.75f, 1.75f, 2.75f);
        assertThat(weights.values("slice")).containsExactly(1.25f, 1.75f, 2.25f);
        assertThat(weights.shape("expanded")).containsExactly(2, 3);
        assertThat(weights.values("expanded")).containsOnly(0.75f).hasSize(6);
        assertThat(weights.values("half")).containsExactly(1.5f, -0.25f);
        assertThat(weights.values("bfloat")).containsExactly(2, -3.5f);
        assertThat(weights.shape("double")).isEmpty();
        assertThat(weights.values("double")).containsExactly(0.1f);
        assertThat(weights.shape("empty")).containsExactly(0, 3);
        assertThat(weights.values("parameter")).containsExactly(7);
    }

    @Test
    void bigEndianBytes() throws IOException {
        byte[] pickle = dict(p -> p.text("a").tensor("0", 2, 0, new int[] {2}, new int[] {1}));
        byte[] data = ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2).array();
        Path file = zip(Map.of("n/data.pkl", pickle, "n/byteorder", new byte[] {'b', 'i', 'g'}, "n/data/0", data));
        assertThat(Weights.read(file).values("a")).containsExactly(1.5f, -2);
    }

    /** Names that Python would call. */
    @ParameterizedTest
    @ValueSource(
            strings = {"os system", "builtins eval", "posix system", "torch.hub load", "collections deque", "torch load"
            })
    void nothingIsEverRun(String name) throws IOException {
        String[] parts = name.split(" ", -1);
        byte[] pickle = Pickles.protocol2()
                .global(parts[0], parts[1])
                .op('(')
                .text("touch pwned")
                .op('t', 'R')
                .stop();
        Path file = zip(Map.of("n/data.pkl", pickle));
        assertThatThrownBy(() -> Weights.read(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(file
                        + ": the pickle names %s.%s, which is none of those that tensors".formatted(parts[0], parts[1]))
                .hasMessageContaining("refused, nothing of it was run");
    }

    @Test
    void hostilePicklesAreRefused() {
        refused(Pickles.protocol2().op(0x93).stop(), "finds nothing to work on");
        refused(Pickles.protocol2().text("os").text("system").op(0x93).stop(), "the pickle names os.system");
        refused(Pickles.protocol2().number(1).number(2).op('R').stop(), "the pickle calls 1");
        refused(Pickles.protocol2().global("torch", "FloatStorage").op(')', 'R').stop(), "the pickle calls F32");
        refused(
                Pickles.protocol2()
                        .global("collections", "OrderedDict")
                        .op(')', 0x81)
                        .stop(),
                "instruction 0x81");
        refused(Pickles.protocol2().op('i').stop(), "instruction 0x69");
        refused(Pickles.protocol2().op(0x80, 9).stop(), "pickle protocol 9");
        refused(Pickles.protocol2().op('X').little(0xFFFFFFFFL, 4).stop(), "announces 4294967295 bytes");
        refused(Pickles.protocol2().op(0x8d).little(-1, 8).stop(), "announces 18446744073709551615 bytes");
        refused(Pickles.protocol2().op(0x8b).little(1 << 30, 4).stop(), "a number of 1073741824 bytes");
        refused(Pickles.protocol2().op('t').stop(), "finds no mark");
        refused(Pickles.protocol2().op('.').stop(), "finds nothing to work on");
        refused(Pickles.protocol2().op('h', 5).stop(), "refers to value 5");
        refused(
                Pickles.protocol2().op('}').op(']').number(1).op('s').stop(),
                "a dictionary has the key a sequence of 0");
        refused(Pickles.protocol2().op('}').op('(').number(1).op('u').stop(), "a key without a value");
        refused(Pickles.protocol2().op(')').number(1).op('a').stop(), "appends to a sequence of 0");
        refused(Pickles.protocol2().number(1).op('}').op('b').stop(), "sets the state of 1");
        refused(Pickles.protocol2().text("x").op('Q').stop(), "refers to \"x\"");
        refused(Pickles.protocol2().op(']').stop(), "expected a state dict");
        refused(Pickles.protocol2().op('}').text("epoch").number(3).op('s').stop(), "with the keys [\"epoch\"]");
        refused(new byte[] {(byte) 0x80, 2, 'X', 2, 0, 0, 0, (byte) 0xC3, '(', '.'}, "is not UTF-8");
    }

    /** A list in itself, and one of lists of lists …, each twice in the next: small as a graph, endless to walk. */
    @Test
    void whatContainsItselfEndsTheReadingAllTheSame() {
        refused(Pickles.protocol2().op(']', 'q', 0, 'h', 0, 'a').stop(), "found a sequence of 1");
        Pickles bomb = Pickles.protocol2().op(']', 'q', 0);
        for (int i = 0; i < 200; i++) {
            bomb.op('h', i, 'h', i, 0x86, 'q', i + 1);
        }
        refused(bomb.stop(), "found a sequence of 2");
        Pickles deep = Pickles.protocol2();
        for (int i = 0; i < 100_000; i++) {
            deep.op('(');
        }
        refused(deep.stop(), "finds nothing to work on");
    }

    /** A few bytes call again with a sequence that the pickle remembers, and each call makes a copy of it. */
    @Test
    void whatCallsCopyIsBounded() {
        Pickles pickle = Pickles.protocol2().text("key").number(1).op(0x86, 'q', 0, '0', '(');
        for (int i = 0; i < 10_000; i++) {
            pickle.op('h', 0);
        }
        pickle.op('t', 'q', 1, '0').global("collections", "OrderedDict").op('q', 2, '0');
        for (int i = 0; i < 600; i++) {
            pickle.op('h', 2, 'h', 1, 0x85, 'R', '0');
        }
        refused(pickle.op('N').stop(), "the pickle makes more than 5000000 values");
    }

    @Test
    void tensorsStayWithinTheirStorage() {
        int[] two = {2};
        refusedTensor("on leaves its storage \"0\" of 4 elements", 4, 0, new int[] {2, 2}, new int[] {3, 1});
        refusedTensor("from 3 on leaves", 4, 3, two, new int[] {1});
        refusedTensor("from -1 on leaves", 4, -1, two, new int[] {1});
        refusedTensor("with strides [-1]", 4, 3, two, new int[] {-1});
        refusedTensor("a side of -2", 4, 0, new int[] {-2}, new int[] {1});
        refusedTensor("1 sides and 2 strides", 4, 0, two, new int[] {1, 1});
        refusedTensor("with strides [2147483647, 2147483647]", 4, 0, new int[] {2147483647, 2147483647}, new int[] {
            2147483647, 2147483647
        });
        refusedTensor("repeat what it holds to more than", 4, 0, new int[] {60_000}, new int[] {0});
        refusedTensor("storage \"0\" has 2147483647 × F32, more than is read", 2147483647, 0, two, new int[] {1});
        refusedTensor("refers to a sequence of 5", -1, 0, two, new int[] {1});
    }

    @Test
    void storagesMustBeThereAndOfTheirSize() throws IOException {
        byte[] pickle = dict(p -> p.text("a").tensor("0", 4, 0, new int[] {4}, new int[] {1}));
        refused(zip(Map.of("n/data.pkl", pickle)), "storage \"0\" is not in the file");
        refused(zip(Map.of("n/data.pkl", pickle, "n/data/0", new byte[15])), "storage \"0\" of 4 × F32 has 15 bytes");
        refused(
                zip(Map.of("n/data.pkl", pickle, "n/byteorder", new byte[] {'?'})),
                "expected little or big, found \"?\"");
        byte[] integers = dict(p -> p.text("a")
                .global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage("0", "LongStorage", 1)
                .number(0)
                .tuple(1)
                .tuple(1)
                .op(0x89, '}', 't', 'R'));
        refused(zip(Map.of("n/data.pkl", integers, "n/data/0", new byte[8])), "tensor \"a\" is of I64");
        byte[] twice = dict(p -> p.text("a")
                .tensor("0", 4, 0, new int[] {4}, new int[] {1})
                .text("b")
                .tensor("0", 5, 0, new int[] {4}, new int[] {1}));
        refused(zip(Map.of("n/data.pkl", twice)), "storage \"0\" is 4 × F32 here and 5 × F32 there");
    }

    @Test
    void compressedStoragesAreRefused() throws IOException {
        Path file = directory.resolve("deflated.pth");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("n/data.pkl"));
            out.write(new byte[1 << 20]);
        }
        refused(file, "n/data.pkl is compressed, which PyTorch never does");
    }

    @Test
    void olderFormatIsChecked() throws IOException {
        byte[] whole;
        try (InputStream in = Files.newInputStream(fixture("legacy.pth"))) {
            whole = in.readAllBytes();
        }
        for (int length : new int[] {15, 40, 300, whole.length - 1, whole.length - 30}) {
            Path file = directory.resolve("short" + length);
            Files.write(file, Arrays.copyOf(whole, length));
            refused(file, "the file is truncated: ");
        }
        Path other = directory.resolve("protocol");
        Files.write(
                other,
                Pickles.protocol2()
                        .raw(new byte[] {
                            (byte) 0x8a,
                            10,
                            0x6c,
                            (byte) 0xfc,
                            (byte) 0x9c,
                            0x46,
                            (byte) 0xf9,
                            0x20,
                            0x6a,
                            (byte) 0xa8,
                            0x50,
                            0x19,
                            '.'
                        })
                        .number(7)
                        .stop());
        refused(other, "protocol version: expected 1001, found 7");
    }

    private interface Body {
        void write(Pickles pickle);
    }

    private static byte[] dict(Body body) {
        Pickles pickle = Pickles.protocol2().op('}', '(');
        body.write(pickle);
        return pickle.op('u').stop();
    }

    private static void refused(byte[] pickle, String message) {
        assertThatThrownBy(() -> {
                    Object root = Unpickler.read(
                            new BoundedInput(new ByteArrayInputStream(pickle), pickle.length), new HashMap<>());
                    StateDict.find(root, key -> true);
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> Weights.read(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    private void refusedTensor(String message, int elements, int offset, int[] shape, int[] strides) {
        byte[] pickle = dict(p -> p.text("a").tensor("0", elements, offset, shape, strides));
        try {
            refused(zip(Map.of("n/data.pkl", pickle, "n/data/0", new byte[16])), message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A zip as PyTorch makes them, nothing compressed. */
    private Path zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(e.getKey());
                CRC32 sum = new CRC32();
                sum.update(e.getValue());
                entry.setCrc(sum.getValue());
                entry.setSize(e.getValue().length);
                out.putNextEntry(entry);
                out.write(e.getValue());
            }
        }
        Path file = Files.createTempFile(directory, "net", ".pth");
        Files.write(file, bytes.toByteArray());
        return file;
    }

    private Path fixture(String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream in = TorchFileTest.class.getResourceAsStream(name)) {
            Files.copy(in, file);
        }
        return file;
    }
}
