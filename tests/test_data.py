"""The committed data: intact, well formed, and the pairs differ in order only."""
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import headers
from rnn_helpers import data

README = (data.FOLDER / "README.md").read_text()
COMMITTED = [file for file in data.SHA256 if file != "goog.npz"]


def load(file):
    """A data set, or the weights of a network."""
    name = Path(file).stem
    return data.weights(name) if name.startswith("char_") else data.load(name)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of data/ that a test may damage."""
    for file in COMMITTED:
        shutil.copy(data.FOLDER / file, tmp_path)
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    return tmp_path


# ---------------------------------------------------------------- names, files, errors

def test_names():
    assert data.names() == ["co2", "code", "digits", "faces", "prices", "sentences"]


@pytest.mark.parametrize("name, shapes", [
    ("co2", {"year": (526,), "month": (526,), "ppm": (526,), "weeks": (526,)}),
    ("code", {"path": (88,), "text": (88,), "notice": (88,)}),
    ("digits", {"images": (1797, 8, 8), "labels": (1797,)}),
    ("faces", {"images": (600, 16, 16), "label": (600,), "pair": (600,)}),
    ("prices", {"date": (1047,), "close": (1047,), "volume": (1047,)}),
    ("sentences", {"text": (2148,), "label": (2148,), "pair": (2148,), "triple": (2148,),
                   "pattern": (2148,), "subject": (2148,), "good": (2148,), "bad": (2148,)}),
])
def test_arrays_are_as_documented_and_fresh_each_call(name, shapes):
    first, second = data.load(name), data.load(name)
    assert {key: array.shape for key, array in first.items()} == shapes
    for key, array in first.items():
        assert f"{key}" in data.load.__doc__
        np.testing.assert_array_equal(array, second[key])
        assert array.flags.writeable and array.flags.c_contiguous and array.dtype != object
        array[...] = array.ravel()[::-1].reshape(array.shape)   # what a caller may do
        np.testing.assert_array_equal(data.load(name)[key], second[key])
    assert len({len(array) for array in first.values()}) == 1


@pytest.mark.parametrize("name, near", [("sentence", "sentences"), ("CO2", "co2"),
                                        ("digit", "digits")])
def test_unknown_name_suggests_the_nearest(name, near):
    line = re.escape(f"got {name!r} (did you mean {near!r}?)")
    with pytest.raises(ValueError, match=line) as error:
        data.load(name)
    assert all(known in str(error.value) for known in data.names())


@pytest.mark.parametrize("name", ["zzzzzz", "", "../co2", "co2.csv\0"])
def test_unknown_name_is_refused(name):
    with pytest.raises(ValueError, match="^name: expected one of co2, code, digits"):
        data.load(name)


@pytest.mark.parametrize("name", [None, 3, ["co2"], b"co2", Path("co2")])
def test_a_name_that_is_no_string_is_refused(name):
    with pytest.raises(TypeError, match="^name: expected a str"):
        data.load(name)


@pytest.mark.parametrize("file", COMMITTED)
@pytest.mark.parametrize("damage", ["one bit", "cut", "empty", "line endings"])
def test_a_damaged_file_is_refused(folder, file, damage):
    content = (folder / file).read_bytes()
    damaged = {"one bit": content[:-1] + bytes([content[-1] ^ 1]), "cut": content[:1000],
               "empty": b"", "line endings": content.replace(b"\n", b"\r\n")}[damage]
    (folder / file).write_bytes(damaged)
    with pytest.raises(ValueError) as error:
        load(file)
    message = str(error.value)
    assert "\n" not in message
    for part in (file, f"expected sha256 {data.SHA256[file][:12]}", f"({len(damaged)} bytes)",
                 f"git checkout -- data/{file}"):
        assert part in message


@pytest.mark.parametrize("file", COMMITTED)
def test_a_missing_file_says_how_to_get_it_back(folder, file):
    (folder / file).unlink()
    with pytest.raises(FileNotFoundError, match=f"{file}: expected .*git checkout -- data/{file}"):
        load(file)
    (folder / file).mkdir()   # something else in its place
    with pytest.raises(FileNotFoundError, match=file):
        load(file)


@pytest.mark.parametrize("there", [True, False])
def test_prices_without_matplotlib_or_with_other_bytes(monkeypatch, tmp_path, there):
    spec = importlib.util.spec_from_loader("matplotlib", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec if there else None)
    with pytest.raises(FileNotFoundError, match="goog.npz.*constraints.txt matplotlib"):
        data.load("prices")
    if there:
        (tmp_path / "mpl-data/sample_data").mkdir(parents=True)
        (tmp_path / "mpl-data/sample_data/goog.npz").write_bytes(b"other")
        with pytest.raises(ValueError, match=r"goog.npz.*\(5 bytes\).*constraints.txt matplotlib"):
            data.load("prices")


def test_readme_code_and_files_agree():
    rows = dict(re.findall(r"^\| `(\S+?)`.*`([0-9a-f]{64})` \|", README, flags=re.M))
    assert rows == data.SHA256
    kept = {file.name for file in data.FOLDER.iterdir() if file.suffix in {".csv", ".npz"}}
    assert kept == set(COMMITTED)
    for name in data.names():
        data.load(name)   # the code's sums against the files
    for file in COMMITTED:
        load(file)


@pytest.mark.parametrize("name, package", [("co2", "statsmodels"), ("digits", "sklearn"),
                                           ("sentences", None), ("faces", "numpy")])
def test_make_writes_these_bytes(name, package):
    if package and importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed; data/make.py needs it for {name}")
    made = subprocess.run([sys.executable, data.FOLDER / "make.py", "--check", name],
                          capture_output=True, text=True)
    assert made.returncode == 0, made.stderr


@pytest.mark.slow
def test_make_reads_the_same_code_from_the_headers():
    record = json.loads((data.FOLDER / "char_held_out.json").read_text())
    if headers.corpus().sha256 != record["corpus"]:
        pytest.skip("this Python or tensorflow brings other headers than the networks were made on")
    spec = importlib.util.spec_from_file_location("make", data.FOLDER / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    assert make.code(headers.texts()) == (data.FOLDER / "code.csv").read_bytes()


def test_import_is_light():
    code = ("import sys, rnn_helpers.data; "
            "print(*{'tensorflow', 'keras', 'matplotlib', 'pandas'} & set(sys.modules)); "
            "rnn_helpers.data.load('prices'); print('matplotlib' in sys.modules)")
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                         cwd=data.FOLDER.parent)
    assert out.stdout.split() == ["False"], out.stdout + out.stderr


# ---------------------------------------------------------------- measured data

def test_co2_is_a_whole_record_with_known_values():
    co2 = data.load("co2")
    months = co2["year"] * 12 + co2["month"]
    assert (np.diff(months) == 1).all() and set(co2["month"]) == set(range(1, 13))
    dates = np.column_stack([co2["year"], co2["month"]])
    assert dates[[0, -1]].tolist() == [[1958, 3], [2001, 12]]
    empty = [tuple(date) for date in dates[co2["weeks"] == 0].tolist()]
    assert empty == [(1958, 6), (1958, 10), (1964, 2), (1964, 3), (1964, 4)]
    ppm = co2["ppm"]
    assert np.abs(np.diff(ppm)).max() < 3 and ppm.min() > 312 and ppm.max() < 375
    for row in np.flatnonzero((co2["weeks"] == 0) & (co2["year"] == 1958)):
        np.testing.assert_allclose(ppm[row], ppm[[row - 1, row + 1]].mean(), atol=0.006)
    spring = np.flatnonzero((co2["year"] == 1964) & (co2["month"] <= 5))  # a line over the gap
    np.testing.assert_allclose(np.diff(ppm[spring], 2), 0, atol=0.021)
    assert co2["weeks"].min() == 0 and co2["weeks"].max() == 5 and co2["weeks"].sum() == 2225
    # the annual means that Scripps and NOAA publish for these years, to 0.5 ppm
    annual = {1959: 315.98, 1970: 325.68, 1980: 338.76, 1990: 354.45, 2000: 369.71}
    for year, published in annual.items():
        assert abs(ppm[co2["year"] == year].mean() - published) < 0.5, year
    # the season: highest in May, lowest in September or October
    ppm = ppm[co2["year"] >= 1965].reshape(-1, 12)
    assert set(ppm.argmax(axis=1) + 1) <= {4, 5, 6} and set(ppm.argmin(axis=1) + 1) <= {9, 10}


def test_prices_are_trading_days():
    prices = data.load("prices")
    days = np.diff(prices["date"]).astype(int)
    assert days.min() >= 1 and days.max() == 5 and np.is_busday(prices["date"]).all()
    first = prices["date"][0], prices["close"][0], prices["volume"][0]
    assert first == (np.datetime64("2004-08-19"), 100.34, 22351900)
    assert prices["close"].min() == 100.01 and prices["close"].max() == 741.79
    assert prices["volume"].min() > 10 ** 6


def test_digits_are_the_uci_digits():
    digits = data.load("digits")
    assert digits["images"].dtype == np.uint8 and digits["images"].max() == 16
    # the class counts in UCI's own description of the test set
    counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert np.bincount(digits["labels"]).tolist() == counts
    means = np.stack([digits["images"][digits["labels"] == k].mean(axis=0) for k in range(10)])
    distances = ((digits["images"][:, None] - means) ** 2).sum(axis=(2, 3))
    assert (distances.argmin(axis=1) == digits["labels"]).mean() > 0.9   # images belong to labels


# ---------------------------------------------------------------- sentences

SENTENCES = data.load("sentences")


def test_sentences_read_like_sentences():
    text = SENTENCES["text"]
    assert len(set(text)) == len(text)
    assert all(re.fullmatch(r"[a-z]+( [a-z]+)*", sentence) for sentence in text)
    assert text[0] == "machine learning is easy not difficult"
    assert text[1] == "machine learning is difficult not easy"
    assert len(set(SENTENCES["subject"])) >= 25 and len(set(SENTENCES["good"])) >= 20
    assert {len(subject.split()) for subject in SENTENCES["subject"]} == {1, 2, 3, 4, 5}
    assert not set(SENTENCES["good"]) & set(SENTENCES["bad"])
    assert len({len(sentence.split()) for sentence in text}) >= 8


def test_each_bag_of_words_has_both_labels():
    """Twice: by a Counter for each pair, and by the matrix that a bag-of-words model would see."""
    for pair in range(SENTENCES["pair"].max() + 1):
        one, other = SENTENCES["text"][SENTENCES["pair"] == pair]
        assert one != other and Counter(one.split()) == Counter(other.split())
        assert sorted(SENTENCES["label"][SENTENCES["pair"] == pair]) == [0, 1]

    words = sorted({word for sentence in SENTENCES["text"] for word in sentence.split()})
    column = {word: i for i, word in enumerate(words)}
    bags = np.zeros((len(SENTENCES["text"]), len(words)), int)
    for row, sentence in zip(bags, SENTENCES["text"], strict=True):
        np.add.at(row, [column[word] for word in sentence.split()], 1)
    _, bag, count = np.unique(bags, axis=0, return_inverse=True, return_counts=True)
    positive = np.bincount(bag.ravel(), weights=SENTENCES["label"])
    assert (2 * positive == count).all()   # so every function of the bag is right half of the time
    assert count.min() == 2


def test_a_pair_differs_by_two_words_changing_places():
    for row in range(0, len(SENTENCES["text"]), 2):
        good, bad = SENTENCES["good"][row], SENTENCES["bad"][row]
        assert SENTENCES["label"][row] == 1
        one, other = (SENTENCES["text"][row + k].split() for k in (0, 1))
        swap = {good: bad, bad: good}
        assert other == [swap.get(word, word) for word in one]
        assert one.count(good) == one.count(bad) == 1
        assert " ".join(one).count(SENTENCES["subject"][row]) == 1


def test_no_single_position_decides():
    """Neither the first nor the last of the two words, nor one pattern, gives the label away."""
    rows = zip(SENTENCES["text"], SENTENCES["good"], SENTENCES["bad"], strict=True)
    last_is_good = np.array([sentence.split().index(good) > sentence.split().index(bad)
                             for sentence, good, bad in rows])
    assert (last_is_good == SENTENCES["label"]).mean() == 0.5
    first_decides = {"not", "no longer", "rather", "although", "never"}
    last_decides = {"but", "now", "went", "expected", "people", "seemed"}
    assert set(SENTENCES["pattern"]) == first_decides | last_decides
    for pattern in first_decides | last_decides:
        rows = SENTENCES["pattern"] == pattern
        assert SENTENCES["label"][rows].mean() == 0.5
        right = (last_is_good == SENTENCES["label"])[rows]
        assert (right == (pattern in last_decides)).all(), pattern


# ---------------------------------------------------------------- faces

FACES = data.load("faces")


def test_a_face_pair_has_the_same_rows_in_another_order():
    assert FACES["label"].tolist() == [1, 0] * 300
    assert FACES["pair"].tolist() == np.repeat(range(300), 2).tolist()
    for smile, frown in FACES["images"].reshape(-1, 2, 16, 16):
        assert Counter(map(bytes, smile)) == Counter(map(bytes, frown))
        rows = np.flatnonzero((smile != frown).any(axis=1))
        a, b = rows.min(), rows.max() + 1
        assert 3 <= b - a <= 5 and a >= 8 and b <= 13   # only the mouth
        np.testing.assert_array_equal(smile[a:b], frown[a:b][::-1])


def test_faces_are_all_different():
    assert len(set(map(bytes, FACES["images"]))) == 600
    sorted_pixels = np.sort(FACES["images"].reshape(600, -1), axis=1)
    assert len(np.unique(sorted_pixels, axis=0)) == 300


def test_a_smile_has_its_corners_up():
    """In the picture itself: the dark pixels at the mouth's sides lie higher than in its middle."""
    ink = 255.0 - FACES["images"][:, 8:13]
    ink -= np.median(ink, axis=(1, 2), keepdims=True)
    ink = np.where(ink > 25, ink, 0)[:, :, 2:14]   # mouth only
    y = np.arange(ink.shape[1])[None, :, None]
    columns = np.arange(ink.shape[2])
    centre = (ink.sum(axis=1) * columns).sum(axis=1) / ink.sum(axis=(1, 2))
    x = np.abs(columns - centre[:, None])
    middle, sides = (x < 1.5)[:, None] * ink, (x > 2)[:, None] * ink
    middle_y, sides_y = ((part * y).sum((1, 2)) / np.maximum(part.sum((1, 2)), 1e-9)
                         for part in (middle, sides))
    assert ((middle_y > sides_y) == FACES["label"]).mean() > 0.97  # y counts downwards


@pytest.mark.parametrize("file", ["faces.npz", "digits.npz"])
def test_archives_do_not_depend_on_a_compressor_or_a_clock(file):
    for entry in zipfile.ZipFile(data.FOLDER / file).infolist():
        assert entry.compress_type == zipfile.ZIP_STORED and entry.date_time[0] == 1980


# ---------------------------------------------------------------- numbers

def parse(words):
    """The number that the words spell, read word by word."""
    value = {word: i for i, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split())}
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    value |= {word: 10 * i for i, word in enumerate(tens, start=2)}
    total = 0
    for word in words.split():
        total = total * 100 if word == "hundred" else total + value[word]
    return total


def test_spell_every_number():
    spelled = [data.spell(n) for n in range(1000)]
    assert [parse(words) for words in spelled] == list(range(1000))
    assert len(set(spelled)) == 1000 and max(len(words.split()) for words in spelled) == 4
    known = {0: "zero", 10: "ten", 13: "thirteen", 20: "twenty", 42: "forty two",
             100: "one hundred", 407: "four hundred seven", 999: "nine hundred ninety nine"}
    assert {n: spelled[n] for n in known} == known
    assert data.spell(np.int64(407)) == spelled[407]


@given(st.one_of(st.integers(max_value=-1), st.integers(min_value=1000), st.booleans()))
def test_spell_refuses_other_numbers(n):
    with pytest.raises(ValueError, match="n: expected an integer from 0 to 999, got"):
        data.spell(n)


@pytest.mark.parametrize("n", [7.0, "7", None, [7], np.array([7])])
def test_spell_refuses_what_is_no_integer(n):
    with pytest.raises(TypeError, match="n: expected an integer from 0 to 999, got"):
        data.spell(n)
