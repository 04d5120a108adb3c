"""Makes dalle_encoder.json, .safetensors and .pth (its weights alone): the encoder of DALL-E's discrete VAE, narrow.

Run in this folder: python dalle_encoder.py (PyTorch 2; nothing else). Weights and images are random float32 numbers;
expected values are computed in float64 from them.
"""

import json
import struct

import torch
from torch import nn

HIDDEN, VOCABULARY, GROUPS, BLOCKS = 8, 24, 4, 2
BATCH, HEIGHT, WIDTH = 2, 16, 24
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


class Conv(nn.Module):
    def __init__(self, inputs, outputs, kernel):
        super().__init__()
        self.w = nn.Parameter(torch.empty(outputs, inputs, kernel, kernel))
        self.b = nn.Parameter(torch.empty(outputs))

    def forward(self, x):
        return nn.functional.conv2d(x, self.w, self.b, padding=(self.w.shape[-1] - 1) // 2)


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        hidden = outputs // 4
        self.id_path = Conv(inputs, outputs, 1) if inputs != outputs else nn.Identity()
        self.res_path = nn.ModuleDict(
            {
                "conv_1": Conv(inputs, hidden, 3),
                "conv_2": Conv(hidden, hidden, 3),
                "conv_3": Conv(hidden, hidden, 3),
                "conv_4": Conv(hidden, outputs, 1),
            }
        )

    def forward(self, x):
        y = x
        for conv in self.res_path.values():
            y = conv(torch.relu(y))
        return self.id_path(x) + y / (GROUPS * BLOCKS) ** 2


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        blocks = {"input": Conv(3, HIDDEN, 7)}
        width = HIDDEN
        for group in range(1, GROUPS + 1):
            parts = {}
            for block in range(1, BLOCKS + 1):
                outputs = HIDDEN * 2 ** (group - 1)
                parts[f"block_{block}"] = Block(width, outputs)
                width = outputs
            blocks[f"group_{group}"] = nn.ModuleDict(parts)
        blocks["output"] = nn.ModuleDict({"conv": Conv(width, VOCABULARY, 1)})
        self.blocks = nn.ModuleDict(blocks)

    def forward(self, x):
        x = self.blocks["input"](x)
        for group in range(1, GROUPS + 1):
            for block in self.blocks[f"group_{group}"].values():
                x = block(x)
            if group < GROUPS:
                x = nn.functional.max_pool2d(x, 2)
        return self.blocks["output"]["conv"](torch.relu(x))


def map_pixels(normalised):
    mean = torch.tensor(MEAN, dtype=normalised.dtype).view(1, 3, 1, 1)
    std = torch.tensor(STD, dtype=normalised.dtype).view(1, 3, 1, 1)
    return 0.8 * (normalised * std + mean) + 0.1


def write(path, tensors):
    header, data = {}, b""
    for name, tensor in sorted(tensors.items()):
        integer = tensor.dtype == torch.int64
        raw = tensor.contiguous().numpy().astype("<i8" if integer else "<f4").tobytes()
        header[name] = {
            "dtype": "I64" if integer else "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def main():
    torch.manual_seed(20211214)
    encoder = Encoder()
    with torch.no_grad():
        for name, parameter in encoder.named_parameters():
            # Wide enough that the residual paths, divided by 64, are far above the tolerance.
            scale = 2 / parameter[0].numel() ** 0.5 if name.endswith(".w") else 0.3
            parameter.copy_(torch.randn(parameter.shape) * scale)
        pixels = torch.randint(0, 256, (BATCH, 3, HEIGHT, WIDTH)).float() / 255
        images = (pixels - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(STD).view(1, 3, 1, 1)
        logits32 = encoder(map_pixels(images))
        torch.save(encoder.state_dict(), "dalle_encoder.pth")
        weights = {"w/" + name: value.clone() for name, value in encoder.state_dict().items()}
        encoder.double()
        logits = encoder(map_pixels(images.double()))
    top = logits.topk(2, dim=1).values
    tokens = logits.argmax(1).flatten(1)
    tensors = {"in/images_half": images, "out/logits": logits.float(), "out/tokens": tokens} | weights
    write("dalle_encoder.safetensors", tensors)
    case = {
        "name": "dalle_encoder",
        "description": "Encoder of DALL-E's discrete VAE at a small width, from normalised half-resolution images",
        "precision": "expected values computed in float64 from the float32 inputs and weights, stored as float32",
        "script": "dalle_encoder.py",
        "config": {
            "hidden": HIDDEN,
            "vocab": VOCABULARY,
            "mean": MEAN,
            "std": STD,
            "smallest_margin": (top[:, 0] - top[:, 1]).min().item(),
            "largest_logit": logits.abs().max().item(),
        },
        "tolerances": {"out": {"rtol": 2e-5, "atol": 1e-5}},
        "float32_reference_error": (logits32 - logits).abs().max().item(),
        "tensors": {
            name: {"dtype": "I64" if value.dtype == torch.int64 else "F32", "shape": list(value.shape)}
            for name, value in sorted(tensors.items())
        },
    }
    with open("dalle_encoder.json", "w") as file:
        json.dump(case, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
