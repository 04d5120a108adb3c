"""Makes operations.png and the policy lists with timm 1.0.29 and Pillow 12.3.0:

    python3 make_policies.py PATH/TO/timm/data/auto_augment.py

operations.png shows what timm makes of patch.png, one tile of 24 x 18 pixels below the other: for each operation of
OPERATIONS, for each magnitude of MAGNITUDES, once in either direction.
"""

import importlib.util
import sys

from PIL import Image

OPERATIONS = [
    "AutoContrast", "Equalize", "Invert", "Rotate", "Posterize", "PosterizeIncreasing", "PosterizeOriginal",
    "Solarize", "SolarizeIncreasing", "SolarizeAdd", "Color", "ColorIncreasing", "Contrast", "ContrastIncreasing",
    "BrightnessIncreasing", "Sharpness", "SharpnessIncreasing", "ShearX", "ShearY", "TranslateXRel", "TranslateYRel",
]
MAGNITUDES = [2.7, 9.3, 10]
STYLE = {"fillcolor": (124, 116, 104), "resample": Image.Resampling.BICUBIC}


def main():
    spec = importlib.util.spec_from_file_location("auto_augment", sys.argv[1])
    timm = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(timm)

    patch = Image.open("picture.png").convert("RGB").crop((8, 8, 32, 26))
    patch.save("patch.png", optimize=True)
    tiles = []
    for name in OPERATIONS:
        for magnitude in MAGNITUDES:
            for sign in (1, -1):
                timm._randomly_negate = lambda value: sign * value
                argument = timm.LEVEL_TO_ARG[name]
                arguments = argument(magnitude, {}) if argument else ()
                tiles.append(timm.NAME_TO_OP[name](patch, *arguments, **STYLE))
    sheet = Image.new("RGB", (patch.width, patch.height * len(tiles)))
    for i, tile in enumerate(tiles):
        sheet.paste(tile, (0, i * patch.height))
    sheet.save("operations.png", optimize=True)

    for policy in ("original", "v0"):
        with open(f"policy-{policy}.txt", "w") as out:
            for pair in timm.auto_augment_policy(policy):
                print(*(f"{op.name} {op.prob} {op.magnitude}" for op in pair), file=out)


if __name__ == "__main__":
    main()
