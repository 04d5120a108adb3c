"""Writes the checkpoints of this folder, with torch 2.13 and numpy 2: python make.py"""

import argparse
import collections

import numpy
import torch


def types():
    """One tensor per element type, per kind of view, and per way to pickle it."""
    table = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    with_attribute = torch.nn.Parameter(torch.tensor([2.5]))
    with_attribute.note = "x"
    subclass = torch.tensor([3.5])
    subclass.note = "y"
    return collections.OrderedDict(
        f32=table.clone(),
        f64=torch.tensor([1 / 3, -2.5, 1e300], dtype=torch.float64),
        f16=torch.tensor([0.1, 65504.0, 6e-8], dtype=torch.float16),
        bf16=torch.tensor([0.1, -3e38, 1e-40], dtype=torch.bfloat16),
        i64=torch.tensor([-5_000_000_000, 7]),
        i32=torch.tensor([-7, 2**31 - 1], dtype=torch.int32),
        i16=torch.tensor([-300, 300], dtype=torch.int16),
        i8=torch.tensor([-128, 127], dtype=torch.int8),
        u8=torch.tensor([0, 200], dtype=torch.uint8),
        bool=torch.tensor([True, False, True]),
        scalar=torch.tensor(2.5),
        empty=torch.zeros(0, 4),
        transposed=table.t(),
        column=table[:, 2],
        block=table[1:3, 1:5:2],
        permuted=torch.arange(24, dtype=torch.float32).reshape(2, 3, 4).permute(2, 0, 1),
        expanded=torch.tensor([[1.0], [2.0]]).expand(2, 3),
        windows=torch.arange(6, dtype=torch.float32).unfold(0, 3, 1),
        parameter=torch.nn.Parameter(torch.tensor([1.5])),
        parameter_with_attribute=with_attribute,
        subclass=subclass,
        complex=torch.tensor([1 + 2j]),
        float8=torch.tensor([1.0, 2.0]).to(torch.float8_e4m3fn),
        sparse=torch.eye(2).to_sparse(),
    )


def network():
    """A network whose state dict carries the versions of its modules as an attribute."""
    network = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    with torch.no_grad():
        network[0].weight.copy_(torch.arange(6.0).reshape(2, 3))
        network[0].bias.copy_(torch.tensor([-1.0, 1.0]))
    return network


def run():
    """What a training program keeps: two networks, an optimizer, arguments, and odds and ends."""
    student = network()
    teacher = network()
    with torch.no_grad():
        teacher[0].weight.add_(10)
    optimizer = torch.optim.AdamW(student.parameters(), lr=1e-3)
    student(torch.ones(4, 3)).sum().backward()
    optimizer.step()
    return {
        "student": student.state_dict(),
        "teacher": teacher.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": 3,
        "arch": "vit_tiny",
        "args": argparse.Namespace(lr=1e-3, nested=argparse.Namespace(sizes=[1, 2])),
        "best": numpy.float64(0.5),
        "large": 2**80,
        "rate": 0.25,
        "done": True,
        "nothing": None,
        "bytes": b"abc",
        "set": {1, 2},
        "random": numpy.random.RandomState(0).get_state(),
        "dtype": torch.float16,
        "size": torch.Size([1, 2]),
        "loss": {"center": torch.zeros(1, 3)},
    }


torch.manual_seed(0)
torch.save(types(), "types.pth")
torch.save(run(), "run.pth")
torch.save(run(), "protocol5.pth", pickle_protocol=5)
torch.save(network(), "whole.pth")
torch.save(network().state_dict(), "legacy.pth", _use_new_zipfile_serialization=False)
