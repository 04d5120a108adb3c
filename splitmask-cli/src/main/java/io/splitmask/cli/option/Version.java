package io.splitmask.cli.option;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build and of the Java that runs it. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"splitmask " + ofBuild(), "java " + ofJava(), ofSystem()};
    }

    /** Returns the version of this build, such as {@code 0.1.0}. @throws IOException if the jar lacks it */
    public static String ofBuild() throws IOException {
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            if (file == null) {
                throw new IOException("version.properties is missing from the splitmask-cli jar; build it again");
            }
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        }
    }

    /** Returns version and vendor of the Java that runs this. */
    public static String ofJava() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
    }

    /** Returns name, version and architecture of the operating system. */
    public static String ofSystem() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch");
    }
}
