#!/bin/sh
# Makes the archives of the embedded set again. Needs Debian's package openclipart-png, or the folder of another copy of
# it as first argument. The same library and the same program give the same bytes.
set -eu
cd "$(dirname "$0")/../.."
library=${1:-/usr/share/openclipart/png}
target=datasets/src/main/resources/io/splitmask/datasets/embedded
if [ ! -d "$library" ]; then
    echo "no such folder: $library; install openclipart-png or name another folder" >&2
    exit 1
fi
classpath=datasets/target/embedded-classpath.txt
mvn -q -B -pl datasets -am compile dependency:build-classpath -Dmdep.outputFile="$PWD/$classpath"
exec java -cp "datasets/target/classes:$(cat "$classpath")" datasets/embedded/MakeEmbedded.java "$library" "$target"
