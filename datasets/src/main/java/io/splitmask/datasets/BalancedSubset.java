package io.splitmask.datasets;

import io.splitmask.config.Problems;
import io.splitmask.data.ImageDataset;
import io.splitmask.random.SplittableSeed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws about as many images of each class: floor(share * images) in all, that is floor(all / classes) of each and one
 * more of some. A share for which that is one image a class, and some, is cut to exactly one, as the study does for
 * 0.1 % of ImageNet. Where a class has too few images, others give more. Images without labels are drawn regardless.
 *
 * <p>Of one data set and seed, the images of a smaller share are among those of a larger one, but for the classes that
 * are short of images.
 *
 * @param share of all images, above 0 and at most 1; 0 if the number is given
 * @param numPerClass images of each class; 0 if the share is given
 * @param seed of what is drawn
 * @see "recipes: ImageNet subsets"
 */
public record BalancedSubset(double share, int numPerClass, long seed) implements Subset {
    /** What decimal shares may lack in binary. */
    private static final double ROUNDING = 1e-6;

    /** Checks the numbers. */
    public BalancedSubset {
        Problems.of("subset")
                .share("share", share)
                .atLeast(0, "images per class", numPerClass)
                .require(
                        (share > 0) != (numPerClass > 0),
                        "expected a share above 0 or images per class above 0, got " + share + " and " + numPerClass)
                .throwIfAny();
    }

    /**
     * Draws a share of all images.
     *
     * @param share above 0 and at most 1
     */
    public static BalancedSubset share(double share, long seed) {
        return new BalancedSubset(share, 0, seed);
    }

    /** Draws a number of images of each class. */
    public static BalancedSubset perClass(int numImages, long seed) {
        return new BalancedSubset(0, numImages, seed);
    }

    @Override
    public ImageDataset of(ImageDataset all) throws IOException {
        SplittableSeed root = SplittableSeed.of(seed).child("subset");
        Map<Integer, Deque<Integer>> shuffled = new TreeMap<>();
        for (Map.Entry<Integer, List<Integer>> ofClass : positionsByLabel(all).entrySet()) {
            int[] positions =
                    ofClass.getValue().stream().mapToInt(Integer::intValue).toArray();
            root.child("class").child(ofClass.getKey()).stream().shuffle(positions);
            Deque<Integer> queue = new ArrayDeque<>();
            for (int position : positions) {
                queue.add(position);
            }
            shuffled.put(ofClass.getKey(), queue);
        }
        int[] order = shuffled.keySet().stream().mapToInt(Integer::intValue).toArray();
        root.child("classes").stream().shuffle(order);
        List<Integer> chosen = draw(shuffled, order, total(all.size(), order.length));
        chosen.sort(null);
        return new ImageSubset(all, chosen);
    }

    private static Map<Integer, List<Integer>> positionsByLabel(ImageDataset all) {
        Map<Integer, List<Integer>> positions = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            positions.computeIfAbsent(all.label(i), label -> new ArrayList<>()).add(i);
        }
        return positions;
    }

    private long total(int numImages, int numClasses) throws IOException {
        if (numPerClass > 0) {
            return (long) numPerClass * numClasses;
        }
        long total = (long) Math.floor(share * numImages + ROUNDING); // 29 % of 100 is 28.999999999999996
        if (total < numClasses) {
            throw new IOException("subset: expected a share of at least one image for each of " + numClasses
                    + " classes, got " + share + " of " + numImages + " images");
        }
        return numClasses > 1 && total / numClasses == 1 ? numClasses : total;
    }

    /** Takes one image of each class in turns, in the drawn order, which gives the remainder to the first classes. */
    private List<Integer> draw(Map<Integer, Deque<Integer>> shuffled, int[] order, long total) {
        List<Integer> chosen = new ArrayList<>();
        boolean tookAny = true;
        for (int round = 0; tookAny && chosen.size() < total && (numPerClass == 0 || round < numPerClass); round++) {
            tookAny = false;
            for (int label : order) {
                Deque<Integer> queue = shuffled.getOrDefault(label, new ArrayDeque<>());
                if (!queue.isEmpty() && chosen.size() < total) {
                    chosen.add(queue.remove());
                    tookAny = true;
                }
            }
        }
        return chosen;
    }
}
