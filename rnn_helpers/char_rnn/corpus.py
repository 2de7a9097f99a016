"""C and C++ source already on the reader's machine, split into training text and held-out text.

The headers that come with tensorflow, numpy and Python were written by many projects. Left out are
generated files (protobuf, TableGen, tables of numbers), NVIDIA's own headers, whose licence is not
open, and licence comments, which hundreds of files repeat. Whole files are held out, or whole
projects, and a file that has many lines in common with one of them is not trained on.
"""

import hashlib
import importlib.util
import re
import sysconfig
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments

OTHER = "\ufffd"  # stands for every character outside the vocabulary
VOCABULARY = "\n" + "".join(map(chr, range(32, 127))) + OTHER
SUFFIXES = {".h", ".hpp", ".hh", ".c", ".cc", ".cuh", ".inl", ""}
# Generated, or not ours to learn from. Matched against root/path, as `files` names them.
EXCLUDED = re.compile(
    r"third_party/gpus/|external/(cuda_(?!cccl)|cudnn|nvshmem|nvtx|nccl|envoy_api|sobol_data|icu"
    r"|local_config|python_)|\.(pb|upb|upbdefs|pb_c|upb_minitable)\.h$|\.(inc|h)\.inc$|generated"
    r"|_tables?\.h$|/(LICENSE|COPYING|README)")
SHORTEST, LONGEST = 200, 200_000  # characters in a file; longer ones are tables, or many files
NEAR_COPY = 0.5  # two files whose overlap is larger than this count as copies


# Held out as wholes: before any training, chosen for several styles, four of them in plain C, and
# for licences that allow excerpts. 4 % of the text; no project has files on both sides.
HELD_PROJECTS = ("com_googlesource_code_re2", "hwloc", "jpegxl", "libjpeg_turbo", "libwebp",
                 "numpy", "rmm", "slinky", "tf_runtime")


class HeldFile(NamedTuple):
    """A held-out file: its name, its size in characters, its largest overlap with a training file.

    Overlap, 0 to 1, is what `overlaps` measures.
    """

    name: str
    size: int
    overlap: float


class Corpus(NamedTuple):
    """train, held: texts as indices (N,) into VOCABULARY, uint8; held_files: the files in `held`.

    held_files: a HeldFile for each, in the order of `held`. sha256: checksum of both texts.
    """

    train: np.ndarray
    held: np.ndarray
    held_files: list
    sha256: str

    def held_with_overlap(self, at_most):
        """Indices of the held-out files whose overlap with the training text is at most this."""
        ends = np.cumsum([file.size for file in self.held_files])
        pieces = np.split(self.held, ends[:-1])
        kept = [piece for piece, file in zip(pieces, self.held_files, strict=True)
                if file.overlap <= at_most]
        return np.concatenate([self.held[:0], *kept])


    def sample(self, characters, stretches=64):
        """About so many held-out characters: stretches of one length, evenly spread, (N,).

        A stretch at the beginning could be one odd file. Read them side by side, each as a stream.
        """
        length = min(characters, len(self.held)) // stretches
        starts = np.linspace(0, len(self.held) - length, stretches).astype(int)
        return self.held[starts[:, None] + np.arange(length)].ravel()


CODE_POINTS = np.array([*map(ord, VOCABULARY)], "<u4")
INDICES = np.full(128, VOCABULARY.index(OTHER), np.uint8)  # by code point; 127 stands for all above
INDICES[CODE_POINTS[:-1]] = np.arange(len(VOCABULARY) - 1)


def encode(text):
    """Text -> indices (N,) into VOCABULARY, uint8.

    Tabs become blanks up to the next multiple of four columns, unknown characters OTHER.
    """
    if not isinstance(text, str):
        raise TypeError(f"text: expected a str, got {type(text).__name__}")
    points = np.frombuffer(text.expandtabs(4).encode("utf-32-le", "surrogatepass"), "<u4")
    return INDICES[np.minimum(points, 127)]


def decode(indices):
    """Indices into VOCABULARY, of any shape -> text."""
    indices = arguments.check_indices("indices", indices, len(VOCABULARY))
    return CODE_POINTS[indices].tobytes().decode("utf-32-le")


def roots():
    """Folders of headers on this machine: name -> Path. No package is imported."""
    folders = {"python": Path(sysconfig.get_paths()["include"])}
    for package, below in (("tensorflow", "include"), ("numpy", "_core/include")):
        spec = importlib.util.find_spec(package)
        if spec is not None:
            folders[package] = Path(spec.submodule_search_locations[0]) / below
    return folders


def files():
    """(name, cleaned text) of every source file, in the order of names; identical texts once."""
    seen = set()
    for root, folder in sorted(roots().items()):
        for path in sorted(folder.rglob("*")):
            name = f"{root}/{path.relative_to(folder).as_posix()}"
            if path.suffix not in SUFFIXES or EXCLUDED.search(name) or not path.is_file():
                continue
            text = clean(path.read_bytes().decode("utf-8", "replace"))
            digest = hashlib.sha256(text.encode()).digest()
            if SHORTEST <= len(text) <= LONGEST and digest not in seen:
                seen.add(digest)
                yield name, text


def project(name):
    """Who wrote a file, by its name as `files` gives it: "tensorflow/external/hwloc/…" -> "hwloc".

    What is not below `external` belongs to the folder below the root: "tensorflow/absl/…" -> "absl"
    """
    root, *folders = name.split("/")[:-1]
    if root != "tensorflow":
        return root
    return folders[1] if folders[:1] == ["external"] else "".join(folders[:1])


COMMENT = r"/\*.*?\*/|^[ \t]*//[^\n]*\n(?:[ \t]*//[^\n]*\n)*"  # a block, or consecutive lines
OPENING = re.compile(rf"\A(\s*({COMMENT}))+", re.S | re.M)
COMMENT = re.compile(COMMENT, re.S | re.M)
LICENCE = re.compile("copyright|licen[sc]e|spdx", re.I)


def clean(text):
    """The text without licence comments, opening comments, trailing blanks, tabs and returns."""
    text = OPENING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = COMMENT.sub(lambda comment: "" if LICENCE.search(comment[0]) else comment[0], text)
    text = re.sub(r"[ \t]+$", "", text.expandtabs(4), flags=re.M)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def distinctive_lines(text):
    """The set of lines that can identify a file, stripped: not short, no directive, no comment."""
    lines = {line.strip() for line in text.splitlines()}
    return {line for line in lines
            if len(line) >= 20 and not line.startswith(("#", "//", "*", "namespace", "}"))}


def overlaps(lines, held):
    """How much each file repeats of each held-out one: (name, held-out name) -> fraction, 0 to 1.

    The number of distinctive lines in common, divided by the number in the smaller file.
    lines: name -> `distinctive_lines`; held: the held-out names. Pairs with none are left out.
    """
    containing = defaultdict(list)
    for name in held:
        for line in lines[name]:
            containing[line].append(name)
    found = {}
    for name, own in lines.items():
        if name not in held:
            common = Counter(other for line in own for other in containing.get(line, ()))
            for other, n in common.items():
                found[name, other] = n / min(len(own), len(lines[other]))
    return found


def load(texts=None, *, projects=(), held_fraction=0.02, seed=0):
    """Split files into training and held-out text -> Corpus.

    texts: name -> text; None reads `files`, the headers on this machine. projects: names of the
    projects to hold out as wholes; without any, held_fraction of the files is held out, drawn at
    random. Near copies of held-out files are dropped from the training text.
    """
    texts = dict(files()) if texts is None else texts
    if not texts:
        raise FileNotFoundError("headers: expected C source below "
                                f"{', '.join(map(str, roots().values()))}, got none")
    names = list(texts)
    rng = np.random.default_rng(seed)
    if projects:
        held = _of_projects(names, projects)
    else:
        count = max(1, round(held_fraction * len(names)))
        held = set(rng.choice(names, count, replace=False).tolist())
    overlap = overlaps({name: distinctive_lines(text) for name, text in texts.items()}, held)
    copies = {name for (name, _), fraction in overlap.items() if fraction > NEAR_COPY}
    largest = Counter()
    for (name, other), fraction in overlap.items():
        if name not in copies:
            largest[other] = max(largest[other], fraction)
    train = [name for name in names if name not in held and name not in copies]
    rng.shuffle(train)
    held = [name for name in names if name in held]
    rng.shuffle(held)  # so that any stretch of it is a fair sample
    joined = ["".join(texts[name] + "\n" for name in part) for part in (train, held)]
    digest = hashlib.sha256("\0".join(joined).encode()).hexdigest()
    held_files = [HeldFile(name, len(texts[name]) + 1, largest[name]) for name in held]
    return Corpus(*map(encode, joined), held_files, digest)


def _of_projects(names, projects):
    """The names of these projects' files; ValueError for a project that has none."""
    found = {name: project(name) for name in names}
    if missing := sorted(set(projects) - set(found.values())):
        raise ValueError(f"projects: expected some of {', '.join(sorted(set(found.values())))}; "
                         f"got {', '.join(missing)}, of which there is no file")
    return {name for name, its in found.items() if its in projects}
