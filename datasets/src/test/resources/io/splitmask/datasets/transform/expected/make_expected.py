"""Makes the pictures of this folder with Pillow 12.3.0 and numpy: python3 make_expected.py

picture.png and tiny.png are the inputs; every other file is what Pillow makes of one of them.
"""

import math

import numpy
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

FILL = (124, 116, 104)
BICUBIC = Image.Resampling.BICUBIC
BILINEAR = Image.Resampling.BILINEAR


def picture():
    """Ramps of all colours, a disc, stripes, noise, and a flat patch, so that every branch is met."""
    width, height = 45, 34
    y, x = numpy.mgrid[0:height, 0:width]
    rgb = numpy.zeros((height, width, 3))
    for c in range(3):
        rgb[..., c] = 128 + 120 * numpy.cos(2 * math.pi * (x / width + c / 3)) * (1 - y / height)
    disc = (x - 14) ** 2 + (y - 12) ** 2 < 64
    rgb[disc] = (230, 40, 25)
    rgb[20:26, 2:20] = numpy.where(x[20:26, 2:20, None] % 2 == 0, 250, 5)
    noise = numpy.random.default_rng(7).integers(0, 256, (12, 16, 3))
    rgb[20:32, 24:40] = noise
    rgb[28:33, 3:15] = (90, 90, 90)
    return numpy.clip(rgb, 0, 255).astype(numpy.uint8)


def solarise_add(image, amount):
    return image.point([min(255, v + amount) if v < 128 else v for v in range(256)] * 3)


def hue(image, share):
    """torchvision's adjust_hue, which adds to the 8-bit hue."""
    h, s, v = image.convert("HSV").split()
    turned = numpy.asarray(h) + numpy.int32(share * 255).astype(numpy.uint8)
    return Image.merge("HSV", (Image.fromarray(turned.astype(numpy.uint8)), s, v)).convert("RGB")


def affine(image, matrix, resample):
    return image.transform(image.size, Image.Transform.AFFINE, matrix, resample=resample, fillcolor=FILL)


def narrow(image):
    """Values of 60 to 187 only, with one channel flat."""
    values = numpy.asarray(image).astype(int) // 2 + 60
    values[..., 1] = 77
    return Image.fromarray(values.astype(numpy.uint8))


def main():
    image = Image.fromarray(picture())
    tiny = image.crop((12, 10, 14, 15))
    low = narrow(image)
    width, height = image.size
    made = {
        "picture": image,
        "tiny": tiny,
        "narrow": low,
        "greyscale": image.convert("L").convert("RGB"),
        "solarise-128": ImageOps.solarize(image, 128),
        "solarise-77": ImageOps.solarize(image, 77),
        "solarise-add-66": solarise_add(image, 66),
        "posterise-3": ImageOps.posterize(image, 3),
        "posterise-0": ImageOps.posterize(image, 0),
        "invert": ImageOps.invert(image),
        "auto-contrast": ImageOps.autocontrast(image),
        "auto-contrast-narrow": ImageOps.autocontrast(low),
        "equalise": ImageOps.equalize(image),
        "equalise-narrow": ImageOps.equalize(low),
        "equalise-tiny": ImageOps.equalize(tiny),
        "brightness-0.61": ImageEnhance.Brightness(image).enhance(0.61),
        "brightness-1.38": ImageEnhance.Brightness(image).enhance(1.38),
        "contrast-0.61": ImageEnhance.Contrast(image).enhance(0.61),
        "contrast-1.9": ImageEnhance.Contrast(image).enhance(1.9),
        "saturation-0.1": ImageEnhance.Color(image).enhance(0.1),
        "saturation-1.73": ImageEnhance.Color(image).enhance(1.73),
        "sharpness-0.19": ImageEnhance.Sharpness(image).enhance(0.19),
        "sharpness-1.81": ImageEnhance.Sharpness(image).enhance(1.81),
        "sharpness-tiny": ImageEnhance.Sharpness(tiny).enhance(1.81),
        "hue-0.1": hue(image, 0.1),
        "hue--0.07": hue(image, -0.07),
        "hue-0.5": hue(image, 0.5),
        "blur-0.1": image.filter(ImageFilter.GaussianBlur(0.1)),
        "blur-0.73": image.filter(ImageFilter.GaussianBlur(0.73)),
        "blur-1.4": image.filter(ImageFilter.GaussianBlur(1.4)),
        "blur-2": image.filter(ImageFilter.GaussianBlur(2)),
        "blur-9.5": image.filter(ImageFilter.GaussianBlur(9.5)),
        "blur-tiny-3": tiny.filter(ImageFilter.GaussianBlur(3)),
        "rotate-27": image.rotate(27, resample=BICUBIC, fillcolor=FILL),
        "rotate--13.37": image.rotate(-13.37, resample=BICUBIC, fillcolor=FILL),
        "rotate-27-bilinear": image.rotate(27, resample=BILINEAR, fillcolor=FILL),
        "shear-x-0.27": affine(image, (1, 0.27, 0, 0, 1, 0), BICUBIC),
        "shear-x--0.2-bilinear": affine(image, (1, -0.2, 0, 0, 1, 0), BILINEAR),
        "shear-y--0.13": affine(image, (1, 0, 0, -0.13, 1, 0), BICUBIC),
        "translate-x-0.41": affine(image, (1, 0, 0.41 * width, 0, 1, 0), BICUBIC),
        "translate-x--0.2": affine(image, (1, 0, -0.2 * width, 0, 1, 0), BICUBIC),
        "translate-y-0.33": affine(image, (1, 0, 0, 0, 1, 0.33 * height), BICUBIC),
        "resize-bicubic": image.crop((3, 2, 41, 33)).resize((17, 21), BICUBIC),
        "resize-bilinear": image.crop((0, 5, 45, 29)).resize((60, 13), BILINEAR),
        "resize-lanczos": image.crop((1, 1, 44, 31)).resize((20, 20), Image.Resampling.LANCZOS),
    }
    assert ImageChops.difference(made["posterise-0"], Image.new("RGB", image.size)).getbbox() is None
    for name, result in made.items():
        result.save(name + ".png", optimize=True)


if __name__ == "__main__":
    main()
