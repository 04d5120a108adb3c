package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {
    @Test
    void trainsTwoSteps(@TempDir Path out) throws IOException {
        Pretraining.main(new String[] {out.toString(), "2"});
        assertTrue(Files.isRegularFile(out.resolve("weights.safetensors")));
        assertEquals(3, Files.readAllLines(out.resolve("metrics.csv")).size(), "a heading and two steps");
    }
}
