#!/bin/sh
# Trains the seven runs of docs/results/cifar10-resnet18-w025.md, two at a time with one thread each, and prints its table.
# Interrupted, it continues where it stopped.
#
#   bench/cifar10-resnet18-w025.sh CIFAR10_DIR OUT_DIR [EPOCHS]
set -eu

[ $# -ge 2 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1
out=$2
epochs=${3:-20}
root=$(CDPATH='' cd -P "$(dirname "$0")/.." && pwd)
mkdir -p "$out"

train() { # name, options
  name=$1
  shift
  set -- --network resnet18 --width 0.25 --data "cifar10:$data" --epochs "$epochs" --threads 1 --out "$out/$name" "$@"
  [ ! -f "$out/$name/run.json" ] || set -- "$@" --resume
  "$root/seedcast" train "$@" >>"$out/$name.log" 2>&1
}

mono_1x1="--method mono"
mono_3x3="--method mono --replace 3x3 --no-pointwise"
mono_all="--method mono --replace all --no-pointwise"
teacher="--teacher $out/cnn"

# The options are split into words on purpose.
# shellcheck disable=SC2086
{
  (
    train cnn --method standard
    train mono-kd $mono_1x1 $teacher
    train mono-3x3-kd $mono_3x3 $teacher
  ) &
  first=$!
  (
    train mono $mono_1x1
    train mono-3x3 $mono_3x3
    train mono-all $mono_all
  ) &
  wait $first $!
  train mono-all-kd $mono_all $teacher
}

field() { # document, name
  printf '%s\n' "$1" | sed -n "s/.*\"$2\" : \([^,]*\),\{0,1\}$/\1/p"
}

echo "| run | accuracy, % | learned | package float32 | package float16 | regrow, ms | latency, ms |"
echo "|---|---:|---:|---:|---:|---:|---:|"
for name in cnn mono mono-kd mono-3x3 mono-3x3-kd mono-all mono-all-kd; do
  evaluated=$("$root/seedcast" evaluate "$out/$name" --data "cifar10:$data" --json)
  "$root/seedcast" pack "$out/$name" --out "$out/$name-16.seedcast" --precision float16 --json >"$out/$name-16.json"
  "$root/seedcast" pack "$out/$name" --out "$out/$name.seedcast" --json >"$out/$name.json"
  inspected=$("$root/seedcast" inspect "$out/$name.seedcast" --json)
  awk -v name="$name" -v accuracy="$(field "$evaluated" accuracy)" -v learned="$(field "$inspected" learnable)" \
    -v full="$(field "$inspected" sentBytes)" -v half="$(field "$(cat "$out/$name-16.json")" sentBytes)" \
    -v regrow="$(field "$evaluated" regrowMillis)" -v latency="$(field "$evaluated" latencyMillisPerImage)" \
    'BEGIN { printf "| %s | %.2f | %d | %d | %d | %.0f | %.2f |\n", name, 100 * accuracy, learned, full, half, regrow, latency }'
done
