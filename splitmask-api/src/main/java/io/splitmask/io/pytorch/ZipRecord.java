package io.splitmask.io.pytorch;

/**
 * One file of a zip archive.
 *
 * @param name its path inside the archive
 * @param readable whether the bytes stand in the archive as they are, neither compressed nor encrypted
 * @param begin position of the first byte in the archive
 * @param size number of bytes in the archive
 */
record ZipRecord(String name, boolean readable, long begin, long size) {}
