"""Make the files in this folder again, byte for byte: python data/make.py [--check] [NAME ...]

co2        from the file in the package statsmodels (made with 0.15.0)
digits     from the file in the package scikit-learn (made with 1.9.1)
sentences  from the grammar below
faces      from the drawing below
code       from the headers in the package tensorflow (made with 2.21.0), as chosen by
           rnn_helpers.char_rnn.corpus

Neither statsmodels nor scikit-learn is imported, so that `pip install --no-deps statsmodels
scikit-learn` is enough. --check writes nothing, and fails if a file differs from what would be
written.
"""

import collections
import csv
import gzip
import hashlib
import importlib.util
import io
import pathlib
import random
import re
import sys
import unicodedata
import zipfile

import numpy as np

FOLDER = pathlib.Path(__file__).parent


# ---------------------------------------------------------------- from packages

def packaged(package, path, to_install):
    """Path of a file in an installed package, which is not imported."""
    spec = importlib.util.find_spec(package)
    if spec is None:
        raise SystemExit(f"{to_install} is needed: pip install --no-deps {to_install}")
    return pathlib.Path(spec.submodule_search_locations[0], path)


def co2():
    """Monthly means of weekly values; a month without values is interpolated, with weeks = 0."""
    weekly = collections.defaultdict(list)
    with open(packaged("statsmodels", "datasets/co2/co2.csv", "statsmodels"), newline="") as file:
        for row in csv.DictReader(file):
            month = int(row["date"][:4]) * 12 + int(row["date"][4:6]) - 1
            weekly[month] += [float(row["co2"])] if row["co2"] else []
    months = range(min(weekly), max(weekly) + 1)
    measured = [month for month in months if weekly[month]]
    means = [sum(weekly[month]) / len(weekly[month]) for month in measured]
    ppm = np.interp(months, measured, means)
    rows = [(month // 12, month % 12 + 1, f"{value:.2f}", len(weekly[month]))
            for month, value in zip(months, ppm, strict=True)]
    return to_csv(["year", "month", "ppm", "weeks"], rows)


def digits():
    """Images and labels, cut from the packaged table."""
    path = packaged("sklearn", "datasets/data/digits.csv.gz", "scikit-learn")
    with gzip.open(path, "rt") as file:
        table = np.loadtxt(file, delimiter=",")
    return to_npz(images=table[:, :64].reshape(-1, 8, 8).astype(np.uint8),
                  labels=table[:, 64].astype(np.int64))


# Of the held-out projects, those whose licence comes with the package, without files under the MPL.
OPEN = re.compile(r"numpy/(?!.*_api\.c)|tensorflow/external/(com_googlesource_code_re2|hwloc|jpegxl"
                  r"|libjpeg_turbo|libwebp|rmm|tf_runtime/include)/")
PER_PROJECT = 12  # files, so that no project's habits decide
COPYRIGHT = re.compile(r"^.*copyright (?=\(c\)|©|\d{4}).*$", re.I | re.M)


def code(texts=None):
    """Files of held-out projects, neither short nor long, unlike all trained on, in random order.

    texts: name -> text of every header; None reads them from this machine.
    """
    from rnn_helpers.char_rnn import corpus

    texts = dict(corpus.files()) if texts is None else texts
    roots = corpus.roots()
    counts, rows = collections.Counter(), []
    for file in corpus.load(texts, projects=corpus.HELD_PROJECTS).held_files:
        name, text, project = file.name, texts[file.name], corpus.project(file.name)
        if (OPEN.match(name) and 1500 <= len(text) <= 12_000 and text.isascii()
                and file.overlap <= 0.1 and counts[project] < PER_PROJECT):
            counts[project] += 1
            root, path = name.split("/", 1)
            original = (roots[root] / path).read_text(errors="replace")
            rows.append((name.removeprefix("tensorflow/external/"), text, notice(original)))
    return to_csv(["path", "text", "notice"], rows)


def notice(original):
    """The copyright lines of a file, which the text that is read leaves out."""
    found = [line.strip(" \t/*#") for line in COPYRIGHT.findall(original)]
    plain = unicodedata.normalize("NFKD", "; ".join(dict.fromkeys(found)).replace("©", "(c)"))
    return plain.encode("ascii", "ignore").decode()  # the file is ASCII


# ---------------------------------------------------------------- sentences

# {0} is the word that decides the label, {1} its opposite. In half of the patterns the deciding
# word comes first, in the other half last, so that "look at the last adjective" is not enough.
PATTERNS = {
    "not":       "{S} {is_} {0} not {1}",
    "but":       "{S} {is_} not {1} but {0}",
    "although":  "{S} {is_} {0} although people call {him} {1}",
    "people":    "people call {S} {1} but {he} {is_} {0}",
    "rather":    "{S} {is_} {0} rather than {1}",
    "expected":  "we expected {S} to be {1} and found {him} {0}",
    "never":     "i call {S} {0} and never {1}",
    "seemed":    "at first {S} seemed {1} and in the end {0}",
    "no longer": "{S} {is_} {0} and no longer {1}",
    "now":       "{S} {was} {1} but now {he} {is_} {0}",
    "went":      "{S} went from {1} to {0}",
}
FIRST = ["not", "although", "rather", "never"]     # the deciding word comes first
LAST = ["but", "people", "expected", "seemed"]
FIRST_CHANGING = ["not", "no longer", "rather", "although", "never"]   # subjects that can change
LAST_CHANGING = ["but", "now", "people", "went", "expected"]

# kind -> (can it change over time?, subjects, pairs good/bad that fit every one of them).
# (they) and the like: the pronoun, where it is not "it".
KINDS = {
    "skill": (True, ["machine learning", "algebra", "reading old code", "chess",
                     "cooking for twenty guests", "driving in the city"],
              "easy/difficult exciting/boring relaxing/stressful pleasant/unpleasant"),
    "place": (True, ["the hotel", "our office", "the flat above the bakery", "the old town",
                     "the waiting room", "my street"],
              "clean/dirty quiet/noisy safe/dangerous beautiful/ugly pleasant/unpleasant"),
    "food": (False, ["dinner", "the soup", "the bread from the supermarket", "her apple pie",
                     "the coffee on the train", "our lunch at school"],
             "delicious/disgusting fresh/stale cheap/expensive"),
    "person": (True, ["the waiter (he)", "my new neighbour (she)", "our teacher (she)",
                      "the doctor on night duty (he)", "the bus driver (he)", "her boss (she)",
                      "the twins next door (they)"],
               "friendly/rude patient/impatient helpful/unhelpful cheerful/grumpy "
               "honest/dishonest"),
    "device": (True, ["the app", "my old laptop", "the new search engine", "this phone",
                      "the printer in the library", "the trains (they)"],
               "fast/slow reliable/unreliable modern/outdated cheap/expensive"),
    "text": (False, ["the manual", "her latest novel", "the lecture on monday morning",
                     "this chapter on recurrent networks", "the film", "his answers (they)"],
             "clear/confusing exciting/boring helpful/unhelpful brilliant/terrible"),
    "journey": (False, ["the flight", "the road to the village", "our journey home",
                        "the ferry to the island", "the train", "this bus"],
                "comfortable/uncomfortable safe/dangerous smooth/bumpy pleasant/unpleasant"),
}
PRONOUNS = {"it": ("it", "is", "was"), "he": ("him", "is", "was"),
            "she": ("her", "is", "was"), "they": ("them", "are", "were")}


def sentences():
    """Six pairs for each subject and each good/bad pair that fits it, three in either order."""
    rows, turn = [], collections.Counter()
    for changing, subjects, opposites in KINDS.values():
        first, last = (FIRST_CHANGING, LAST_CHANGING) if changing else (FIRST, LAST)
        for subject in subjects:
            subject, _, he = subject.rstrip(")").partition(" (")
            him, is_, was = PRONOUNS[he or "it"]
            for opposite in opposites.split():
                good, bad = opposite.split("/")
                k = 3 * turn[changing]
                turn[changing] += 1
                orders = [(i, order) for i in range(3) for order in (first, last)]
                for pattern in [order[(k + i) % len(order)] for i, order in orders]:
                    for label, words in (1, (good, bad)), (0, (bad, good)):
                        text = PATTERNS[pattern].format(
                            *words, S=subject, he=he or "it", him=him, is_=is_, was=was)
                        rows.append((len(rows) // 2, label, pattern, subject, good, bad, text))
    return to_csv(["pair", "label", "pattern", "subject", "good", "bad", "text"], rows)


# ---------------------------------------------------------------- faces

SIZE, FINE, PAIRS = 16, 8, 300   # each pixel is the mean of FINE x FINE points
Y, X = (np.mgrid[0:SIZE * FINE, 0:SIZE * FINE] + 0.5) / FINE

# Only + - * / sqrt and comparisons, and random.Random.random(): these give the same bits on every
# machine and in every version, which sin, exp and numpy's generators do not promise.


def paint(image, inside, level):
    """The image with `level` laid over the points `inside`, a bool grid FINE times as fine."""
    coverage = inside.reshape(SIZE, FINE, SIZE, FINE).mean(axis=(1, 3))
    return image * (1 - coverage) + level * coverage


def ellipse(x, y, rx, ry):
    """The fine points within an ellipse around (x, y)."""
    return ((X - x) / rx) ** 2 + ((Y - y) / ry) ** 2 <= 1


def rounded(x, half, top, bottom, crown, chin):
    """The fine points of a head: straight sides, elliptic crown and chin of these heights."""
    height = np.where(Y < top + crown, (top + crown - Y) / crown,
                      np.where(Y > bottom - chin, (Y - bottom + chin) / chin, 0))
    width = half * np.sqrt(np.clip(1 - height ** 2, 0, 1))
    return (np.abs(X - x) <= width) & (top <= Y) & (Y <= bottom)


def face(rng):
    """A smiling face (16, 16) uint8, and the rows [a, b) of its mouth: reversed, it frowns."""
    def some(low, high):
        return low + (high - low) * rng.random()

    n = 4 if rng.random() < 0.5 else 5                       # the mouth's rows
    a = 13 - n - (1 if n == 4 and rng.random() < 0.5 else 0)
    x = some(7.4, 8.6)
    half = some(5.6, 6.8)
    top, bottom = some(0.2, 1.2), some(15.2, 16)
    skin, dark = some(185, 240), some(10, 55)
    head = rounded(x, half, top, bottom, some(3, 5.5), bottom - a - n)
    image = paint(np.full((SIZE, SIZE), some(25, 90)), head, skin)
    if rng.random() < 0.6:
        image = paint(image, head & (Y < top + some(1.2, 2.4)), some(20, 120))
    eye_y, apart = some(5, a - 2.6), some(2.3, 3.4)
    rx, ry = some(0.65, 1.15), some(0.7, 1.3)
    for side in (-1, 1):
        image = paint(image, ellipse(x + side * apart, eye_y, rx, ry), dark)
    if rng.random() < 0.5:                                   # a nose
        nose = ellipse(x, a - some(0.9, 1.3), some(0.4, 0.8), 0.8)
        image = paint(image, nose, skin * some(0.6, 0.8))

    wide, thick = some(3.1, 4.3), some(1.1, 1.5)
    deep = some(2.2, n - thick - 0.1)
    middle = a + n / 2 + some(-1, 1) * (n - deep - thick) / 2
    along = (X - x) / wide
    line = middle + deep * (0.5 - along ** 2)                # corners up, middle down
    slope = 2 * deep * along / wide
    mouth = np.abs(Y - line) <= thick / 2 * np.sqrt(1 + slope ** 2)
    if rng.random() < 0.4:                                   # an open mouth
        mouth |= (Y <= line) & (Y >= middle - deep / 2)
    image = paint(image, mouth & (np.abs(along) <= 1) & (a <= Y) & (Y < a + n), dark)
    noise = [[some(-6, 6) for _ in range(SIZE)] for _ in range(SIZE)]
    return np.clip(np.rint(image + noise), 0, 255).astype(np.uint8), a, a + n


def faces():
    """Pairs of faces: smiling, and frowning with the rows of the mouth reversed."""
    rng, images = random.Random(1), []
    for _ in range(PAIRS):
        smile, a, b = face(rng)
        frown = smile.copy()
        frown[a:b] = smile[a:b][::-1]
        images += [smile, frown]
    return to_npz(images=np.array(images), label=np.array([1, 0] * PAIRS),
                  pair=np.repeat(np.arange(PAIRS), 2))


# ---------------------------------------------------------------- bytes

def to_csv(names, rows):
    """The bytes of a CSV file with these column names."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([names, *rows])
    return text.getvalue().encode("ascii")


def to_npz(**arrays):
    """The bytes of an .npz file, uncompressed: what a compressor writes depends on its version."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            npy = io.BytesIO()
            little_endian = array.astype(array.dtype.newbyteorder("<"))
            np.lib.format.write_array(npy, little_endian, version=(1, 0))
            entry = zipfile.ZipInfo(name + ".npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3   # else it differs on Windows
            archive.writestr(entry, npy.getvalue())
    return data.getvalue()


FILES = {"co2.csv": co2, "digits.npz": digits, "sentences.csv": sentences, "faces.npz": faces,
         "code.csv": code}


def main(arguments):
    """Make, or check, the files named in a list of words, all of them if there is no name."""
    names = [argument for argument in arguments if argument != "--check"]
    differ = []
    for file, make in FILES.items():
        if names and make.__name__ not in names:
            continue
        content, path = make(), FOLDER / file
        print(hashlib.sha256(content).hexdigest(), f"{len(content):7}", file)
        if "--check" not in arguments:
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            differ.append(file)
    if differ:
        raise SystemExit(f"differs from what make.py writes: {', '.join(differ)}")


if __name__ == "__main__":
    main(sys.argv[1:])
