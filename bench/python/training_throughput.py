#!/usr/bin/env python3
"""The peer of TrainingThroughput: the same training step of the same network, in PyTorch for Python.

ResNet18 for 32x32 images with batch normalisation, cross-entropy, clipping to a global norm of 5, SGD with momentum 0.9
and weight decay 5e-4. Images are random and wait in memory as bytes; unlike its peer this script neither augments them
nor counts correct answers. Prints one line of JSON.
"""

import argparse
import contextlib
import json
import resource
import statistics
import time

import torch
from torch import nn

MEAN = (0.4914, 0.4822, 0.4465)
DEVIATION = (0.2023, 0.1994, 0.2010)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = torch.relu_(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return torch.relu_(y.add_(self.shortcut(x)))


def resnet18(width):
    channels = [round(width * full) for full in (64, 128, 256, 512)]
    layers = [nn.Conv2d(3, channels[0], 3, 1, 1, bias=False), nn.BatchNorm2d(channels[0]), nn.ReLU(inplace=True)]
    inputs = channels[0]
    for stage, outputs in enumerate(channels):
        for block in range(2):
            layers.append(Block(inputs, outputs, 2 if stage > 0 and block == 0 else 1))
            inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--width", type=float, default=1)
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--layout", choices=("default", "channels-last"), default="default")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--warm-up", type=int, default=3)
    options = parser.parse_args()

    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    layout = torch.channels_last if options.layout == "channels-last" else torch.contiguous_format
    model = resnet18(options.width).to(memory_format=layout)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.025, momentum=0.9, weight_decay=5e-4)
    mean = torch.tensor(MEAN).view(1, 3, 1, 1)
    deviation = torch.tensor(DEVIATION).view(1, 3, 1, 1)

    wall, processor = [], []
    for _ in range(options.warm_up + options.steps):
        pixels = torch.randint(0, 256, (options.batch, 3, 32, 32), dtype=torch.uint8)
        labels = torch.randint(0, 10, (options.batch,))
        wall_start, processor_start = time.monotonic(), time.process_time()
        x = pixels.float().div_(255).sub_(mean).div_(deviation).contiguous(memory_format=layout)
        reduced = options.precision == "bfloat16"
        with torch.autocast("cpu", dtype=torch.bfloat16) if reduced else contextlib.nullcontext():
            logits = model(x)
        loss = nn.functional.cross_entropy(logits.float(), labels)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimizer.step()
        loss.item()
        wall.append(time.monotonic() - wall_start)
        processor.append(time.process_time() - processor_start)
    wall, processor = wall[options.warm_up :], processor[options.warm_up :]

    print(json.dumps({
        "side": "python",
        "torch": torch.__version__,
        "width": options.width,
        "method": "standard",
        "precision": options.precision,
        "layout": options.layout,
        "batch": options.batch,
        "threads": options.threads,
        "steps": options.steps,
        "stepMillis": round(1000 * statistics.median(wall), 1),
        "fastestStepMillis": round(1000 * min(wall), 1),
        "stepProcessorMillis": round(1000 * statistics.median(processor), 1),
        "imagesPerSecond": round(options.batch / statistics.median(wall), 1),
        "residentMebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
