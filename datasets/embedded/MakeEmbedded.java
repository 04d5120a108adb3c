import io.splitmask.data.Image;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Box;
import io.splitmask.datasets.transform.Resampling;
import io.splitmask.datasets.transform.Resizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Makes the archives of the embedded set from the Open Clip Art Library; make_embedded.sh runs it.
 *
 * <p>Every picture is fitted on a white square. Pictures that are blank or that resemble one taken before are dropped,
 * so no copy of a test picture is among the others. A class is a pair of folders (animals/birds) with enough pictures
 * left; all classes get equally many, drawn with a fixed seed, and what remains becomes the unlabelled rest.
 */
public final class MakeEmbedded {
    private static final int SIDE = 64;
    /** Of 64 bits; pictures at this distance or below resemble each other. */
    private static final int MAX_COPY_DISTANCE = 4;
    /** Of 255 levels: fainter differences are noise, so faint pictures resemble each other. */
    private static final double MIN_STEP = 2;
    /** Of 255 levels in the mean; copies differ less. */
    private static final double MAX_COPY_DIFFERENCE = 12;
    /** Of all that is not white; copies differ by less. Over the whole square, small drawings differ little. */
    private static final double MAX_COPY_INK = 0.15;

    /** Of 64 bits; a test picture differs from every other picture by more. */
    private static final int MIN_TEST_DISTANCE = 6;

    private static final int TRAIN_PER_CLASS = 32;
    private static final int TEST_PER_CLASS = 8;
    /** Everything that a desktop shows: no class that can be seen. */
    private static final Set<String> TOO_MIXED = Set.of("computer/icons");

    /** Their converter wrote "Linked image not found" into the picture; all that look the same are dropped too. */
    private static final Set<String> BROKEN = Set.of(
            "animals/birds/duck_yellow_ii_kurt_cagl_.png", "animals/birds/penguin/tux_didier_fabert_01.png");

    private static final int LOSSLESS = 101; // OpenCV: a WebP quality above 100
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // equal bytes in every build
    private static final long SEED = 20;

    /**
     * A fitted picture.
     *
     * @param path relative to the library
     * @param rgb SIDE * SIDE * 3 bytes
     * @param hash of brightness differences
     */
    private record Picture(String path, byte[] rgb, long hash) {
        String category() {
            String[] parts = path.split("/");
            return parts.length > 2 ? parts[0] + "/" + parts[1] : parts[0];
        }

        /** The class folder, then the rest of the path in one name. */
        String nameInClass() {
            String category = category();
            String name = path.substring(category.length() + 1).replace('/', '_');
            return category.replace('/', '-') + "/" + name;
        }
    }

    /** Arguments: the library's folder of PNG files, and the folder for the archives. */
    public static void main(String[] args) throws IOException {
        List<Picture> pictures = withoutCopies(withoutBroken(read(Path.of(args[0]))));
        Map<String, List<Picture>> byCategory = new TreeMap<>();
        for (Picture picture : pictures) {
            byCategory.computeIfAbsent(picture.category(), name -> new ArrayList<>()).add(picture);
        }
        List<Picture> train = new ArrayList<>();
        List<Picture> test = new ArrayList<>();
        Random random = new Random(SEED);
        byCategory.forEach((name, members) -> {
            Collections.shuffle(members, random);
            List<Picture> apart = members.stream()
                    .filter(member -> standsApart(member, pictures))
                    .limit(TEST_PER_CLASS)
                    .toList();
            boolean isClass = name.contains("/") && !TOO_MIXED.contains(name);
            if (isClass && members.size() >= TRAIN_PER_CLASS + TEST_PER_CLASS && apart.size() == TEST_PER_CLASS) {
                test.addAll(apart);
                members.removeAll(apart);
                train.addAll(members.subList(0, TRAIN_PER_CLASS));
                System.out.println("class " + name + ", from " + (members.size() + apart.size()));
            }
        });
        List<Picture> rest = new ArrayList<>(pictures);
        rest.removeAll(new HashSet<>(train));
        rest.removeAll(new HashSet<>(test));
        Path folder = Path.of(args[1]);
        write(folder.resolve("train.zip"), train, Picture::nameInClass);
        write(folder.resolve("test.zip"), test, Picture::nameInClass);
        write(folder.resolve("rest.zip"), rest, Picture::path);
    }

    private static List<Picture> read(Path library) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(library)) {
            files = walk.filter(f -> f.toString().endsWith(".png"))
                    .filter(f -> Files.isRegularFile(f) && !Files.isSymbolicLink(f))
                    .sorted()
                    .toList();
        }
        ImageDecoder decoder = new ImageDecoder();
        List<Picture> pictures = new ArrayList<>();
        int numBad = 0;
        int numBlank = 0;
        for (Path file : files) {
            try {
                byte[] rgb = fit(decoder.decode(file));
                if (isBlank(rgb)) {
                    numBlank++;
                } else {
                    pictures.add(new Picture(library.relativize(file).toString(), rgb, differenceHash(rgb)));
                }
            } catch (IOException e) {
                numBad++;
                System.out.println("unreadable: " + e.getMessage());
            }
        }
        System.out.println(files.size() + " files, " + numBad + " unreadable, " + numBlank + " blank");
        return pictures;
    }

    /** The longer side becomes SIDE; the rest is white. */
    private static byte[] fit(Image image) {
        int longSide = Math.max(image.width(), image.height());
        int width = Math.max(1, Math.round((float) image.width() * SIDE / longSide));
        int height = Math.max(1, Math.round((float) image.height() * SIDE / longSide));
        Box whole = new Box(0, 0, image.width(), image.height());
        byte[] small = Resizer.resize(image, whole, width, height, Resampling.BICUBIC).rgb();
        byte[] square = new byte[SIDE * SIDE * 3];
        Arrays.fill(square, (byte) 255);
        for (int y = 0; y < height; y++) {
            int target = ((y + (SIDE - height) / 2) * SIDE + (SIDE - width) / 2) * 3;
            System.arraycopy(small, y * width * 3, square, target, width * 3);
        }
        return square;
    }

    private static boolean isBlank(byte[] rgb) {
        int numInk = 0;
        for (byte value : rgb) {
            numInk += Math.abs((value & 0xFF) - (rgb[0] & 0xFF)) > 24 ? 1 : 0;
        }
        return numInk < rgb.length / 100;
    }

    /** One bit for each pair of neighbours among 9 x 8 cells: is the right one clearly brighter in the mean? */
    private static long differenceHash(byte[] rgb) {
        long hash = 0;
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                hash = hash << 1 | (brightness(rgb, x + 1, y) - brightness(rgb, x, y) > MIN_STEP ? 1 : 0);
            }
        }
        return hash;
    }

    private static double brightness(byte[] rgb, int cellX, int cellY) {
        int left = cellX * SIDE / 9;
        int right = (cellX + 1) * SIDE / 9;
        int top = cellY * SIDE / 8;
        int bottom = (cellY + 1) * SIDE / 8;
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int i = (y * SIDE + x) * 3;
                sum += 0.299 * (rgb[i] & 0xFF) + 0.587 * (rgb[i + 1] & 0xFF) + 0.114 * (rgb[i + 2] & 0xFF);
            }
        }
        return sum / ((right - left) * (bottom - top));
    }

    /** Keeps the first of pictures that are nearly equal in brightness pattern and in colour. */
    private static List<Picture> withoutCopies(List<Picture> pictures) {
        List<Picture> kept = new ArrayList<>();
        for (Picture picture : pictures) {
            if (kept.stream().noneMatch(k -> isCopy(k, picture))) {
                kept.add(picture);
            }
        }
        System.out.println(kept.size() + " pictures kept, " + (pictures.size() - kept.size()) + " copies dropped");
        return kept;
    }

    private static List<Picture> withoutBroken(List<Picture> pictures) {
        List<Picture> examples =
                pictures.stream().filter(p -> BROKEN.contains(p.path)).toList();
        List<Picture> kept = pictures.stream()
                .filter(p -> examples.stream().noneMatch(example -> isCopy(p, example)))
                .toList();
        System.out.println((pictures.size() - kept.size()) + " broken drawings dropped");
        return kept;
    }

    private static boolean standsApart(Picture picture, List<Picture> pictures) {
        return pictures.stream().noneMatch(p -> p != picture && distance(p, picture) <= MIN_TEST_DISTANCE);
    }

    private static boolean isCopy(Picture a, Picture b) {
        if (distance(a, b) > MAX_COPY_DISTANCE) {
            return false;
        }
        long difference = 0;
        long ink = 0;
        for (int i = 0; i < a.rgb.length; i++) {
            int valueA = a.rgb[i] & 0xFF;
            int valueB = b.rgb[i] & 0xFF;
            difference += Math.abs(valueA - valueB);
            ink += 255 - valueA + 255 - valueB;
        }
        return difference <= MAX_COPY_DIFFERENCE * a.rgb.length && difference <= MAX_COPY_INK * ink;
    }

    private static int distance(Picture a, Picture b) {
        return Long.bitCount(a.hash ^ b.hash);
    }

    /** A zip without compression: the pictures are compressed already, and single ones can be looked at. */
    private static void write(Path file, List<Picture> pictures, Function<Picture, String> name) throws IOException {
        List<Picture> sorted = new ArrayList<>(pictures);
        sorted.sort(Comparator.comparing(name));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Picture picture : sorted) {
                byte[] webp = encode(picture.rgb);
                CRC32 crc = new CRC32();
                crc.update(webp);
                ZipEntry entry = new ZipEntry(name.apply(picture).replaceFirst("png$", "webp"));
                entry.setTimeLocal(ENTRY_TIME);
                entry.setSize(webp.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(webp);
            }
        }
        System.out.println(file.getFileName() + ": " + sorted.size() + " pictures, " + Files.size(file) + " bytes");
    }

    private static byte[] encode(byte[] rgb) {
        byte[] bgr = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        try (PointerScope scope = new PointerScope()) {
            Mat pixels = new Mat(SIDE, SIDE, opencv_core.CV_8UC3, new BytePointer(bgr));
            BytePointer webp = new BytePointer();
            IntPointer parameters = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, LOSSLESS);
            if (!opencv_imgcodecs.imencode(".webp", pixels, webp, parameters)) {
                throw new IllegalStateException("OpenCV cannot write WebP");
            }
            byte[] bytes = new byte[Math.toIntExact(webp.limit())];
            webp.get(bytes);
            return bytes;
        }
    }
}
