#!/usr/bin/env python3
"""Times the start of a device: from the launcher to the first prediction, with the memory it then holds.

A MonoCNN ResNet18 at full width (3x3 convolutions generated) is trained for a moment, packaged, published and
installed, all with ./seedcast. Then the installed device is started again and again, without its hub: the step
check on its standard error says that the model is in use and has answered its probe.

    bench/device_start.py [--mode stored|dynamic|both] [--repeats N] [--width W] [--keep DIR]

Prints one line of JSON for each mode, with medians. Processor time is that of the process alone, and says more than
wall time where other work is going on.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEEDCAST = str(ROOT / "seedcast")
MODEL = "mono"
NO_HUB = "http://127.0.0.1:9"
TICKS = os.sysconf("SC_CLK_TCK")


def seedcast(*arguments):
    subprocess.run([SEEDCAST, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def device(folder, hub, mode, threads):
    return [
        SEEDCAST, "device", "run", "--hub", hub, "--model", MODEL, "--state", str(folder / mode),
        "--trust", str(folder / "key.pub"), "--mode", mode, "--threads", str(threads), "--once",
    ]  # fmt: skip


def install(folder, width, threads):
    """Makes a package and installs it on one device for each mode."""
    seedcast(
        "train", "--network", "resnet18", "--width", str(width), "--method", "mono", "--replace", "3x3",
        "--no-pointwise", "--data", "shapes10:train=64,test=16", "--epochs", "1", "--batch-size", "32",
        "--threads", "1", "--out", str(folder / "run"),
    )  # fmt: skip
    seedcast("key", "new", "--out", str(folder / "key"))
    package = str(folder / "mono.seedcast")
    seedcast("pack", str(folder / "run"), "--out", package, "--key", str(folder / "key.key"), "--name", MODEL)
    hub = subprocess.Popen(
        [SEEDCAST, "hub", "serve", "--dir", str(folder / "hub"), "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        address = next(
            word.rstrip(".,;")
            for line in hub.stdout
            for word in line.split()
            if word.startswith("http://")
        )
        seedcast("publish", package, "--hub", address)
        for mode in ("stored", "dynamic"):
            subprocess.run(device(folder, address, mode, threads), check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
    finally:
        hub.terminate()
        hub.wait()


def start(command):
    """Returns wall seconds, processor seconds, resident MiB and peak MiB at the first prediction."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        lines = []
        for line in process.stderr:
            wall = time.monotonic() - began
            lines.append(line)
            if line.rstrip().endswith(": check"):
                break
        else:
            sys.exit("the device did not start:\n" + "".join(lines))
        fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        status = dict(
            line.split(":", 1) for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
        )
        memory = [int(status[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM")]
        return wall, (int(fields[11]) + int(fields[12])) / TICKS, *memory
    finally:
        process.kill()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=("stored", "dynamic", "both"), default="both")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--width", type=float, default=1)
    parser.add_argument("--keep", type=pathlib.Path, help="folder of an earlier run to use, or to make")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        if not (folder / "mono.seedcast").exists():
            folder.mkdir(parents=True, exist_ok=True)
            install(folder, options.width, options.threads)
        modes = ("stored", "dynamic") if options.mode == "both" else (options.mode,)
        runs = {mode: [] for mode in modes}
        for _ in range(options.repeats + 1):
            for mode in modes:
                runs[mode].append(start(device(folder, NO_HUB, mode, options.threads)))
        for mode in modes:
            wall, processor, resident, peak = zip(*runs[mode][1:])  # the first fills the page cache
            print(json.dumps({
                "mode": mode,
                "repeats": options.repeats,
                "startSeconds": round(statistics.median(wall), 3),
                "fastestStartSeconds": round(min(wall), 3),
                "processorSeconds": round(statistics.median(processor), 2),
                "residentMebibytes": statistics.median(resident),
                "peakMebibytes": statistics.median(peak),
                "loadAverage": round(os.getloadavg()[0], 1),
            }))  # fmt: skip


if __name__ == "__main__":
    main()
