"""Named data sets as NumPy arrays; each file's checksum is verified before it is parsed."""

import csv
import difflib
import hashlib
import importlib.util
import io
import operator
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / "data"

# file -> sha256. data/README.md repeats these; a test holds them equal.
SHA256 = {
    "co2.csv": "db840f2dafa203048d8579c593d5c4ec9c430e9201fd91e08a9bd65d5b85a63f",
    "digits.npz": "d2cfd55546a12a8c55284cedfc9e6386ff8fa7c5579a93303c5ff0fbab0c3bab",
    "faces.npz": "64cb5445c8d25aaa4bf11bcffe7288d6adcf1cc674a7a8238067041592e12c0b",
    "sentences.csv": "27bef19e7ec6c23c92aac3c8cb11173368b77c463201685e1ef516aa6b6f62b1",
    "code.csv": "73ba606c12308edef5bfa62ad87ddbfa69e98371f2ccd42b111ce6e441e4addd",
    "char_lstm.npz": "c47cd41eff635e4a6b3486844ac0a4237343fad628724f80afc6ab2aeab2c725",
    "char_gru.npz": "3311d569c6837ca7899d5ca3051fe22c46d5b452fd68de89ea9128075188694a",
    "char_simple.npz": "88b7f8481e75d660d9bb82f0761eca5a28cf9311a23f5c6dca5d567a1e35bb4b",
    "goog.npz": "400917cf30e6b664f7b0da93d7c745860d3aa9008da8b7f160d2dd12e6a318b1",
}


def names():
    """The names that `load` knows, in alphabetical order."""
    return sorted(_SETS)


def load(name):
    """Load a data set as a dict of arrays, new ones at each call.

    name       arrays                                      what, unit
    ---------  ------------------------------------------  ---------------------------------------
    co2        year, month (526,) int; ppm (526,) float;   monthly mean CO2 at Mauna Loa, 3/1958 to
               weeks (526,) int                            12/2001, parts per million; number of
                                                           weekly values averaged, 0: interpolated
    code       path, text, notice (88,) str                C and C++ of projects that the character
                                                           networks never saw; copyright lines
    digits     images (1797, 8, 8) uint8;                  handwritten digits, ink 0 to 16;
               labels (1797,) int                          the digit, 0 to 9
    faces      images (600, 16, 16) uint8;                 grey, 0 (black) to 255; smile 1, frown 0;
               label, pair (600,) int                      a pair: the same rows in another order
    prices     date (1047,) datetime64[D];                 Google's stock on each trading day, from
               close (1047,) float;                        8/2004 to 10/2008, in US dollars;
               volume (1047,) int                          number of shares traded
    sentences  text, pattern, subject, good, bad (2148,)   sentiment: positive 1, negative 0; a pair
               str; label, pair, triple (2148,) int        has the same words in another order, a
                                                           triple the same pattern, good and bad

    Sources: public-domain records (co2), the headers of tensorflow (code), UCI (digits, CC BY 4.0),
    the installed matplotlib (prices), data/make.py (faces, sentences). Licences: data/README.md.
    ValueError for an unknown name, with the nearest one, and for a file whose checksum is wrong.
    """
    if not isinstance(name, str):
        raise TypeError(f"name: expected a str, one of {', '.join(names())}; got {name!r}")
    if name not in _SETS:
        near = difflib.get_close_matches(name.lower(), names(), n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise ValueError(f"name: expected one of {', '.join(names())}; got {name!r}{hint}")
    return _SETS[name]()


def _checked(path, remedy):
    """The file's bytes, if their checksum is the one in SHA256; `remedy` ends the error message."""
    expected = SHA256[path.name]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileNotFoundError(f"{path}: expected a file with sha256 {expected[:12]}…, "
                                f"got {error.strerror}; {remedy}") from None
    came = hashlib.sha256(content).hexdigest()
    if came != expected:
        raise ValueError(f"{path}: expected sha256 {expected[:12]}…, got {came[:12]}… "
                         f"({len(content)} bytes); {remedy}")
    return content


def weights(name):
    """The weights of a committed network, "char_lstm" and the like -> {name: float16 array}.

    In the order of the engine's Params, then the output layer's W_hy and b_y.
    """
    return _npz(_committed(f"{name}.npz"))


def _committed(file):
    return _checked(FOLDER / file, f"to restore it: git checkout -- data/{file}")


def _csv(file, **dtypes):
    rows = csv.DictReader(io.StringIO(_committed(file).decode("ascii")))
    columns = zip(*([row[column] for column in dtypes] for row in rows), strict=True)
    return {name: np.array(values, dtype)
            for (name, dtype), values in zip(dtypes.items(), columns, strict=True)}


def _npz(content):
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _prices():
    """Read from matplotlib's folder, without importing it: the file may not be ours to pass on."""
    package = importlib.util.find_spec("matplotlib")
    folder = Path(package.submodule_search_locations[0] if package else "matplotlib")
    remedy = "to restore it: pip install --force-reinstall -c constraints.txt matplotlib"
    table = _npz(_checked(folder / "mpl-data/sample_data/goog.npz", remedy))["price_data"]
    return {"date": table["date"].copy(), "close": table["adj_close"].copy(),
            "volume": table["volume"].copy()}


def _sentences():
    """A triple: the same pattern, good and bad; its sentences differ in subject or in label."""
    columns = _csv("sentences.csv", text=str, label=int, pair=int, pattern=str,
                   subject=str, good=str, bad=str)
    described = np.stack([columns[name] for name in ("pattern", "good", "bad")], axis=1)
    _, triple = np.unique(described, axis=0, return_inverse=True)
    return columns | {"triple": triple}


_SETS = {
    "co2": lambda: _csv("co2.csv", year=int, month=int, ppm=float, weeks=int),
    "digits": lambda: _npz(_committed("digits.npz")),
    "faces": lambda: _npz(_committed("faces.npz")),
    "prices": _prices,
    "sentences": _sentences,
    "code": lambda: _csv("code.csv", path=str, text=str, notice=str),
}

ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen").split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(n):
    """A whole number from 0 to 999 in English words: 407 -> "four hundred seven".

    TypeError for what is no integer, ValueError for one out of range.
    """
    try:
        number = operator.index(n)
    except TypeError:
        raise TypeError(f"n: expected an integer from 0 to 999, got {n!r}") from None
    if isinstance(n, bool) or not 0 <= number <= 999:
        raise ValueError(f"n: expected an integer from 0 to 999, got {n!r}")
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10 - 2] + (" " + ONES[number % 10] if number % 10 else "")
    return ONES[number // 100] + " hundred" + (" " + spell(number % 100) if number % 100 else "")
