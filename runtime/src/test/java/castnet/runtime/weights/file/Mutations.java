package castnet.runtime.weights.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Ways to break a file: its bytes, or what it is made of, with checksums and lengths made right again so that readers get that far. */
final class Mutations {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "127",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "1e400",
            "\"3\"",
            "[]",
            "");

    private final String name;
    private final byte[] whole;
    private final SplittableRandom random;
    private final List<Entry> archive = new ArrayList<>();
    private boolean stored = true;

    private record Entry(String name, byte[] content) {}

    Mutations(Path file, SplittableRandom random) throws IOException {
        this.name = file.toString();
        this.whole = Files.readAllBytes(file);
        this.random = random;
        if (whole[0] == 'P' && whole[1] == 'K') {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    stored &= entry.getMethod() == ZipEntry.STORED;
                    archive.add(
                            new Entry(entry.getName(), zip.getInputStream(entry).readAllBytes()));
                }
            }
        }
    }

    /** The next broken file. */
    byte[] next() throws IOException {
        if (random.nextInt(3) == 0) {
            return bytes(whole);
        }
        if (name.endsWith(".safetensors")) {
            return header();
        }
        return !archive.isEmpty() ? entries() : random.nextBoolean() ? number(whole) : spliced(whole);
    }

    private byte[] bytes(byte[] all) {
        byte[] bytes = all.clone();
        switch (random.nextInt(5)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(bytes.length - from, random.nextInt(1, 64));
                System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, from, length);
            }
            default -> {
                // The first bytes and the last, where headers and directories are, more often than others.
                int changes = random.nextInt(1, 6);
                for (int c = 0; c < changes; c++) {
                    int at = switch (random.nextInt(3)) {
                        case 0 -> random.nextInt(Math.min(bytes.length, 600));
                        case 1 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 900));
                        default -> random.nextInt(bytes.length);
                    };
                    bytes[at] = (byte) random.nextInt(256);
                }
            }
        }
        return bytes;
    }

    /** Some bytes taken out, or put in from elsewhere: instructions of a pickle that come twice, or not at all. */
    private byte[] spliced(byte[] all) {
        int from = random.nextInt(all.length);
        int to = Math.min(all.length, from + random.nextInt(1, 40));
        int at = random.nextInt(all.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(all, 0, at);
        if (random.nextBoolean()) {
            out.write(all, from, to - from);
            out.write(all, at, all.length - at);
        } else {
            int rest = Math.min(all.length, at + to - from);
            out.write(all, rest, all.length - rest);
        }
        return out.toByteArray();
    }

    /** A number that is written as text, by another. */
    private byte[] number(byte[] all) {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
        if (numbers.isEmpty()) {
            return bytes(all);
        }
        MatchResult chosen = numbers.get(random.nextInt(numbers.size()));
        String other = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return (text.substring(0, chosen.start()) + other + text.substring(chosen.end()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The header of safetensors, its length made right. */
    private byte[] header() {
        int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] header = Arrays.copyOfRange(whole, 8, 8 + length);
        byte[] changed = random.nextInt(3) == 0 ? spliced(header) : number(header);
        ByteBuffer file = ByteBuffer.allocate(8 + changed.length + whole.length - 8 - length)
                .order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(changed.length)
                .put(changed)
                .put(whole, 8 + length, whole.length - 8 - length)
                .array();
    }

    /** One entry of an archive, its checksum made right; now and then one that is missing or there twice. */
    private byte[] entries() throws IOException {
        List<Entry> entries = new ArrayList<>(archive);
        int chosen = random.nextInt(entries.size());
        Entry entry = entries.get(chosen);
        if (entry.content().length == 0 || random.nextInt(12) == 0) {
            entries.remove(chosen);
            entries.add(new Entry(entry.name() + "x", entry.content()));
        } else {
            byte[] changed = switch (random.nextInt(3)) {
                case 0 -> bytes(entry.content());
                case 1 -> spliced(entry.content());
                default -> number(entry.content());
            };
            entries.set(chosen, new Entry(entry.name(), changed));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Entry each : entries) {
                ZipEntry written = new ZipEntry(each.name());
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(each.content());
                    written.setMethod(ZipEntry.STORED);
                    written.setSize(each.content().length);
                    written.setCrc(crc.getValue());
                }
                zip.putNextEntry(written);
                zip.write(each.content());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
