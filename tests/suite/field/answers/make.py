"""Makes the SPSS files of this folder with pyreadstat, and big-endian copies of them.

Run with Python 3 and pyreadstat: `python3 make.py`. Files that begin with `sav-` came from elsewhere and are not made.
The copies are made here by walking over the format as the PSPP developers' guide has it, independently of the program.
"""

import struct
import zlib

import pandas
import pyreadstat

ROWS = 6


def little():
    frame = pandas.DataFrame({
        "id": [f"Åsa{i}" for i in range(1, ROWS + 1)],
        "gender": [1, 2, 1, 2, 9, 1],
        "q1": [1, 2, 3.5, None, 98, 1000],
        "q2": [5, 4, 3, 2, 1, -99],
        "note": ["x" * 300, "", "short", "y" * 260, "", "z"],
        "town": ["north street", "south street", "north street", "refused", "south street", "north street"],
    })
    labels = {
        "gender": {1: "Kvinna", 2: "Man"},
        "town": {"north street": "North", "south street": "South"},
    }
    missing = {"gender": [9], "q1": [{"lo": 90, "hi": 2000}], "q2": [-99], "town": ["refused"]}
    for name, how in (("little-plain.sav", {"row_compress": False}), ("little-codes.sav", {"row_compress": True}),
                      ("little-blocks.zsav", {"compress": True})):
        pyreadstat.write_sav(frame, name, variable_value_labels=labels, missing_ranges=missing, **how)


def big(source, target):
    data = bytearray(open(source, "rb").read())
    out = bytearray(data)
    at = 0

    def turn(size):
        nonlocal at
        out[at:at + size] = data[at:at + size][::-1]
        value = data[at:at + size]
        at += size
        return struct.unpack("<i" if size == 4 else "<q", value)[0]

    def skip(size):
        nonlocal at
        at += size

    skip(64)
    turn(4), turn(4)
    compression = turn(4)
    turn(4), turn(4), turn(8)
    skip(84)
    texts = []
    while True:
        kind = turn(4)
        if kind == 2:
            width, labelled, missing = turn(4), turn(4), turn(4)
            turn(4), turn(4), skip(8)
            if labelled:
                length = turn(4)
                skip((length + 3) // 4 * 4)
            for _ in range(abs(missing)):
                turn(8) if width == 0 else skip(8)
            texts.append(width != 0)
        elif kind == 3:
            places = []
            for _ in range(turn(4)):
                places.append(at)
                skip(8)
                length = data[at]
                skip((length + 8) // 8 * 8)
            assert turn(4) == 4
            variables = [turn(4) for _ in range(turn(4))]
            if not texts[variables[0] - 1]:
                for place in places:
                    out[place:place + 8] = data[place:place + 8][::-1]
        elif kind == 6:
            skip(80 * turn(4))
        elif kind == 7:
            sub, size, count = turn(4), turn(4), turn(4)
            end = at + size * count
            if sub in (21, 22):
                while at < end:
                    skip(turn(4))
                    if sub == 21:
                        turn(4)
                        for _ in range(turn(4)):
                            skip(turn(4)), skip(turn(4))
                    else:
                        number = data[at]
                        skip(1)
                        skip(turn(4) * number)
            elif size in (4, 8):
                for _ in range(count):
                    turn(size)
            else:
                skip(size * count)
        else:
            assert kind == 999
            turn(4)
            break

    def codes(stream):
        turned, place, slot = bytearray(stream), 0, 0
        while place + 8 <= len(stream):
            block = stream[place:place + 8]
            place += 8
            for code in block:
                if code == 252:
                    return turned
                if code == 0:
                    continue
                if code == 253:
                    if not texts[slot]:
                        turned[place:place + 8] = stream[place:place + 8][::-1]
                    place += 8
                slot = (slot + 1) % len(texts)
        return turned

    if compression == 0:
        width = 8 * len(texts)
        for start in range(at, len(data), width):
            for slot, text in enumerate(texts):
                if not text:
                    place = start + 8 * slot
                    out[place:place + 8] = data[place:place + 8][::-1]
    elif compression == 1:
        out[at:] = codes(bytes(data[at:]))
    else:
        head = at
        _, trailer, _ = struct.unpack_from("<3q", data, at)
        bias, zero, block, count = struct.unpack_from("<qqii", data, trailer)
        stream = b""
        for index in range(count):
            _, start, _, length = struct.unpack_from("<qqii", data, trailer + 24 + 24 * index)
            stream += zlib.decompress(bytes(data[start:start + length]))
        turned = bytes(codes(stream))
        # Two blocks, so that they are put together again.
        cut = len(turned) // 2
        parts = [turned[:cut], turned[cut:]]
        packed = [zlib.compress(part) for part in parts]
        place = head + 24
        entries, plain = b"", head
        for part, pack in zip(parts, packed):
            entries += struct.pack(">qqii", plain, place, len(part), len(pack))
            plain, place = plain + len(part), place + len(pack)
        out[head:] = struct.pack(">3q", head, place, 24 + 24 * len(parts)) + b"".join(packed)
        out += struct.pack(">qqii", bias, zero, block, len(parts)) + entries
    open(target, "wb").write(out)


def weighted():
    """The file of codes with its second variable as weight."""
    data = bytearray(open("little-codes.sav", "rb").read())
    # `id` takes one place of eight bytes, so that `gender` is the second.
    struct.pack_into("<i", data, 76, 2)
    open("weighted.sav", "wb").write(data)


little()
big("little-plain.sav", "big-plain.sav")
big("little-codes.sav", "big-codes.sav")
big("little-blocks.zsav", "big-blocks.zsav")
weighted()
