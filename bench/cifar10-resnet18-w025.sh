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

# One run by its name; this script calls itself for each, so that two are always under way.
run() {
  case $1 in
    cnn) train cnn --method standard ;;
    *-kd) student=${1%-kd}; mono "$1" "$student" --teacher "$out/cnn" ;;
    *) mono "$1" "$1" ;;
  esac
}

mono() { # name, name without distillation, more options
  name=$1
  replaced=$2
  shift 2
  case $replaced in
    mono) train "$name" --method mono "$@" ;;
    mono-3x3) train "$name" --method mono --replace 3x3 --no-pointwise "$@" ;;
    mono-all) train "$name" --method mono --replace all --no-pointwise "$@" ;;
  esac
}

if [ -n "${RUN:-}" ]; then
  run "$RUN"
  exit
fi

# Those that need the CNN as their teacher come when it has ended for sure: it is the fastest and the first.
printf '%s\n' cnn mono mono-3x3 mono-kd mono-3x3-kd mono-all-kd mono-all |
  xargs -P 2 -I NAME env RUN=NAME "$0" "$data" "$out" "$epochs"

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
