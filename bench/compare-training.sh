#!/bin/sh
# Times training steps of Seedcast and of PyTorch for Python in turns, A B A B, and prints medians and ratios.
#
#   bench/compare-training.sh [ROUNDS [WIDTH [BATCH [THREADS [STEPS]]]]]
#
# Needs a build with bench (./mvnw -pl cli,bench -am package -Dmaven.test.skip=true) and a python3 with torch, whose
# command may be given in PYTHON. Both sides run with the allocator settings that ./seedcast sets for training.
set -eu
root=$(CDPATH='' cd -P "$(dirname "$0")/.." && pwd)
rounds=${1:-3} width=${2:-1} batch=${3:-128} threads=${4:-2} steps=${5:-6}
python=${PYTHON:-/usr/bin/python3}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
results=$(mktemp)
trap 'rm -f "$results"' EXIT

export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=67108864

seedcast() { # method, precision
  "$java" -XX:+UseParallelGC \
    -cp "$root/bench/target/seedcast-bench.jar:$root/cli/target/seedcast-cli.jar:$root/cli/target/lib/*" \
    io.seedcast.bench.TrainingThroughput --method "$1" --precision "$2" \
    --width "$width" --batch "$batch" --threads "$threads" --steps "$steps" 2>/dev/null
}

peer() { # precision, layout
  "$python" "$root/bench/python/training_throughput.py" --precision "$1" --layout "$2" \
    --width "$width" --batch "$batch" --threads "$threads" --steps "$steps"
}

uptime >&2
for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  for precision in float32 bfloat16; do
    for measurement in "seedcast standard $precision" "peer $precision default" \
      "seedcast stride1 $precision" "peer $precision channels-last"; do
      $measurement | tee -a "$results"
    done
  done
done
uptime >&2

"$python" - "$results" <<'PYTHON'
import collections, json, statistics, sys

runs = collections.defaultdict(list)
for line in open(sys.argv[1]):
    run = json.loads(line)
    runs[run["side"], run["method"], run["layout"], run["precision"]].append(run)
middle = {
    key: tuple(statistics.median(run[field] for run in group) for field in ("imagesPerSecond", "stepProcessorMillis"))
    for key, group in runs.items()
}
for key, (images, processor) in middle.items():
    print(f"{' '.join(key):42s} {images:7.1f} images/s  {processor:8.1f} ms of processor time a step")
base = middle["python", "standard", "default", "float32"]
for key, (images, processor) in middle.items():
    print(f"{' '.join(key):42s} {images / base[0]:5.2f} x Python float32 by wall time, {base[1] / processor:5.2f} x by processor time")
for precision in ("float32", "bfloat16"):
    plain, mono = (middle["seedcast", method, "own", precision] for method in ("standard", "stride1"))
    print(f"generating filters, {precision}: {100 * (mono[1] / plain[1] - 1):.1f} % of processor time, {100 * (plain[0] / mono[0] - 1):.1f} % of wall time")
PYTHON
