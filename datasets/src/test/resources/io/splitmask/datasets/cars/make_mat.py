"""Makes small files in the form of Stanford Cars' development kit with SciPy 1.x: python3 make_mat.py"""

import numpy
from scipy.io import savemat


def annotations(rows):
    fields = ["bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2", "class", "fname"]
    array = numpy.zeros((1, len(rows)), dtype=[(name, object) for name in fields])
    for i, (label, name) in enumerate(rows):
        for field, value in zip(fields, (39, 116, 569, 375)):
            array[0, i][field] = numpy.uint16(value)
        array[0, i]["class"] = numpy.uint8(label)
        array[0, i]["fname"] = name
    return {"annotations": array}


names = numpy.array([["AM General Hummer SUV 2000", "Ram C/V Cargo Van Minivan 2012", "smart fortwo 2012"]], object)
savemat("cars_meta.mat", {"class_names": names}, do_compression=True)
savemat("train.mat", annotations([(3, "00001.jpg"), (1, "00002.jpg"), (2, "00003.jpg")]), do_compression=True)
savemat("test.mat", annotations([(2, "00001.jpg"), (1, "00002.jpg")]), do_compression=False)
