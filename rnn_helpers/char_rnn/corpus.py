"""C and C++ source that is already on the reader's machine, as training text and held-out text.

The headers that tensorflow, numpy and Python bring are written by many projects. Left out: what a program wrote
(protobuf, TableGen, tables of numbers), NVIDIA's own headers, whose licence is not open, and the comments
that hold a licence, which hundreds of files repeat. What is held out are whole files; a file that
shares many lines with one of them is not trained on.
"""

import hashlib
import importlib.util
import re
import sysconfig
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

OTHER = "\ufffd"  # stands for every character that is not in the vocabulary
VOCABULARY = "\n" + "".join(map(chr, range(32, 127))) + OTHER
SUFFIXES = {".h", ".hpp", ".hh", ".c", ".cc", ".cuh", ".inl", ""}
# Written by programs, or not ours to learn from. Matched against the path below the package's folder.
NOT_THESE = re.compile(
    r"third_party/gpus/|external/(cuda_(?!cccl)|cudnn|nvshmem|nvtx|nccl|envoy_api|sobol_data|icu|local_config|python_)"
    r"|\.(pb|upb|upbdefs|pb_c|upb_minitable)\.h$|\.(inc|h)\.inc$|generated|_tables?\.h$|/(LICENSE|COPYING|README)")
LONGEST = 200_000  # characters of one file: what is longer is a table, or many files in one
NEAR = 0.5  # of the telling lines of the smaller of two files: a larger share in common makes them near copies


class HeldFile(NamedTuple):
    """A held-out file: its name, its characters, and the largest of its `near_shares` with a file trained on."""

    name: str
    size: int
    likeness: float


class Corpus(NamedTuple):
    """train, held: texts as indices into VOCABULARY, uint8; a HeldFile each, in the order of `held`; sha256 of both texts."""

    train: np.ndarray
    held: np.ndarray
    held_files: list
    sha256: str

    def held_unlike(self, most):
        """Those held-out files whose likeness is `most` or less, as one text."""
        pieces = np.split(self.held, np.cumsum([file.size for file in self.held_files])[:-1])
        return np.concatenate([piece for piece, file in zip(pieces, self.held_files) if file.likeness <= most] or [self.held[:0]])


def encode(text):
    """Text -> indices into VOCABULARY, uint8 (N,). A tab counts as four blanks, an unknown character as OTHER."""
    if not isinstance(text, str):
        raise TypeError(f"text: expected a str, got {type(text).__name__}")
    return np.frombuffer(text.expandtabs(4).translate(NUMBERS).encode("latin-1"), np.uint8)


class _Numbers(dict):
    """Code point -> character whose code is its index, for str.translate."""

    def __missing__(self, code):
        return VOCABULARY.index(OTHER)


NUMBERS = _Numbers({ord(letter): n for n, letter in enumerate(VOCABULARY)})


def decode(indices):
    """Indices into VOCABULARY -> text."""
    return "".join(VOCABULARY[n] for n in np.asarray(indices).ravel())


def roots():
    """Folders of headers on this machine: name -> Path. Nothing is imported."""
    places = {"python": Path(sysconfig.get_paths()["include"])}
    for package, below in (("tensorflow", "include"), ("numpy", "_core/include")):
        spec = importlib.util.find_spec(package)
        if spec is not None:
            places[package] = Path(spec.submodule_search_locations[0]) / below
    return places


def files():
    """(name, text) of every source file, cleaned, in the order of names; copies of one text once."""
    seen = set()
    for root, folder in sorted(roots().items()):
        for path in sorted(folder.rglob("*")):
            name = f"{root}/{path.relative_to(folder).as_posix()}"
            if path.suffix not in SUFFIXES or NOT_THESE.search(name) or not path.is_file():
                continue
            text = clean(path.read_bytes().decode("utf-8", "replace"))
            mark = hashlib.sha256(text.encode()).digest()
            if 200 <= len(text) <= LONGEST and mark not in seen:
                seen.add(mark)
                yield name, text


COMMENT = r"/\*.*?\*/|^[ \t]*//[^\n]*\n(?:[ \t]*//[^\n]*\n)*"  # a block, or lines in a row
OPENING, COMMENT = re.compile(rf"\A(\s*({COMMENT}))+", re.S | re.M), re.compile(COMMENT, re.S | re.M)
LICENCE = re.compile("copyright|licen[sc]e|spdx", re.I)


def clean(text):
    """Without licences and the comments that open a file, blanks at line ends, tabs and carriage returns."""
    text = OPENING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = COMMENT.sub(lambda comment: "" if LICENCE.search(comment[0]) else comment[0], text)
    text = re.sub(r"[ \t]+$", "", text.expandtabs(4), flags=re.M)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def telling(text):
    """The lines that tell one file from another: not short, not an include, stripped."""
    return {line.strip() for line in text.splitlines()
            if len(line.strip()) >= 20 and not line.lstrip().startswith(("#", "//", "*", "namespace", "}"))}


def load(*, held_share=0.02, seed=0):
    """-> Corpus. held_share: of the files, by chance; near copies of them are dropped from the training text."""
    named = dict(files())
    if not named:
        raise FileNotFoundError("headers: expected C source below "
                                f"{', '.join(map(str, roots().values()))}, got none")
    names = list(named)
    rng = np.random.default_rng(seed)
    held = set(rng.choice(names, max(1, round(held_share * len(names))), replace=False).tolist())
    share = near_shares({name: telling(text) for name, text in named.items()}, held)
    near = {name for (name, _), part in share.items() if part > NEAR}
    likeness = Counter()
    for (name, other), part in share.items():
        if name not in near:
            likeness[other] = max(likeness[other], part)
    train = [name for name in names if name not in held and name not in near]
    rng.shuffle(train)
    held = [name for name in names if name in held]
    rng.shuffle(held)  # so that any part of it is a fair sample
    texts = ["".join(named[name] + "\n" for name in part) for part in (train, held)]
    mark = hashlib.sha256("\0".join(texts).encode()).hexdigest()
    return Corpus(*map(encode, texts), [HeldFile(name, len(named[name]) + 1, likeness[name]) for name in held], mark)


def near_shares(lines, held):
    """How much files have in common with held-out ones: (name, held-out name) -> share of the telling lines of the smaller.

    lines: name -> its telling lines. Pairs without a common line are not there.
    """
    having = defaultdict(list)
    for name in held:
        for line in lines[name]:
            having[line].append(name)
    shares = {}
    for name, own in lines.items():
        if name not in held:
            common = Counter(other for line in own for other in having.get(line, ()))
            shares |= {(name, other): n / min(len(own), len(lines[other])) for other, n in common.items()}
    return shares
