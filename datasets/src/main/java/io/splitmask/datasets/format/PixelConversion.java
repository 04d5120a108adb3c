package io.splitmask.datasets.format;

/** Turns what the codec stores (1 to 4 channels, 8 or 16 bits, blue first) into 8-bit RGB on white. */
final class PixelConversion {
    private static final int MAX8 = 255;
    private static final int MAX16 = 65535;

    private PixelConversion() {}

    /**
     * Converts 8-bit samples.
     *
     * @param samples numPixels * numChannels: grey, grey and alpha, BGR or BGRA
     * @return numPixels * 3 bytes
     */
    static byte[] fromBytes(byte[] samples, int numChannels) {
        int numPixels = samples.length / numChannels;
        byte[] rgb = new byte[numPixels * 3];
        for (int i = 0; i < numPixels; i++) {
            int source = i * numChannels;
            int alpha = hasAlpha(numChannels) ? samples[source + numChannels - 1] & 0xFF : MAX8;
            for (int c = 0; c < 3; c++) {
                int value = samples[source + channel(c, numChannels)] & 0xFF;
                rgb[i * 3 + c] = (byte) (alpha == MAX8 ? value : (value * alpha + MAX8 * (MAX8 - alpha) + 127) / MAX8);
            }
        }
        return rgb;
    }

    /** Converts 16-bit samples, rounding to the nearest of 256 levels after the blend; see {@link #fromBytes}. */
    static byte[] fromShorts(short[] samples, int numChannels) {
        int numPixels = samples.length / numChannels;
        byte[] rgb = new byte[numPixels * 3];
        for (int i = 0; i < numPixels; i++) {
            int source = i * numChannels;
            long alpha = hasAlpha(numChannels) ? samples[source + numChannels - 1] & 0xFFFF : MAX16;
            for (int c = 0; c < 3; c++) {
                long value = samples[source + channel(c, numChannels)] & 0xFFFF;
                long onWhite = (value * alpha + MAX16 * (MAX16 - alpha) + MAX16 / 2) / MAX16;
                rgb[i * 3 + c] = (byte) ((onWhite * MAX8 + MAX16 / 2) / MAX16);
            }
        }
        return rgb;
    }

    private static boolean hasAlpha(int numChannels) {
        return numChannels == 2 || numChannels == 4;
    }

    private static int channel(int c, int numChannels) {
        return numChannels < 3 ? 0 : 2 - c;
    }
}
