#!/bin/sh
# Prints how many bytes a device agent takes on disk for Linux on x86-64, without a JRE: the libraries that it needs,
# with other platforms' native libraries removed. Needs a build, and zip and unzip.
set -eu
root=$(CDPATH='' cd -P "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cd "$root/cli/target/lib"
for library in seedcast-core seedcast-artifact seedcast-onnx seedcast-device onnxruntime protobuf-java tribuo-util-onnx \
  zstd-jni jackson-core jackson-databind jackson-annotations commons-compress commons-codec commons-io commons-lang3 \
  slf4j-api logback-classic logback-core picocli; do
  cp "$library"-[0-9]*.jar "$folder"
done

cd "$folder"
only() { # jar, what to keep
  unzip -Z1 "$1" | grep -E '\.(so|dylib|dll|pdb)$|\.dSYM/' | grep -v "$2" | zip -qd "$1" -@
}
only onnxruntime-*.jar linux-x64/
only zstd-jni-*.jar linux/amd64/
packed=$(cat ./*.jar | wc -c)
library=$(unzip -p onnxruntime-*.jar 'ai/onnxruntime/native/linux-x64/*' | wc -c)
zip -qd onnxruntime-*.jar 'ai/onnxruntime/native/*'
echo "{\"packedBytes\": $packed, \"withOnnxRuntimeUnpackedBytes\": $(($(cat ./*.jar | wc -c) + library))}"
