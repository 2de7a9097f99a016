"""A notebook as text in Jupytext's percent format, and back."""

from rnn_helpers.notebooks.files import (
    CELL_KEYS,
    NotebookError,
    clear,
    name_cells,
    read,
    tidy,
    write,
)

FORMAT = {"extension": ".py", "format_name": "percent"}
FILTERS = {"notebook_metadata_filter": "-all", "cell_metadata_filter": ",".join(CELL_KEYS)}


def to_text(path):
    """Write notebooks/NAME.ipynb as notebooks/.text/NAME.py -> the path of the text."""
    import jupytext  # only editing needs it: it comes with the test tools

    nb = read(path)
    nb.metadata = type(nb)({"jupytext": FILTERS})
    text = path.parent / ".text" / f"{path.stem}.py"
    text.parent.mkdir(exist_ok=True)
    text.write_text(jupytext.writes(nb, fmt=FORMAT), encoding="utf-8")
    return text


def from_text(text):
    """Read notebooks/.text/NAME.py back into notebooks/NAME.ipynb -> whether that changed.

    Cells whose source did not change keep their outputs and their ids.
    """
    import jupytext
    from jupytext.combine import combine_inputs_with_outputs

    folder = text.parent.parent if text.parent.name == ".text" else text.parent
    path = folder / f"{text.stem}.ipynb"
    if text.suffix != ".py":
        expected = text.parent / ".text" / f"{text.stem}.py"
        raise NotebookError(f"{text}: expected the text of a notebook, {expected}")
    nb, sources = jupytext.read(text, fmt=FORMAT), {}
    if path.exists():
        old = read(path)
        sources = {cell.get("id"): cell.source for cell in old.cells}
        nb = combine_inputs_with_outputs(nb, old, FORMAT)
    for cell in nb.cells:
        if cell.cell_type == "code" and sources.get(cell.get("id")) != cell.source:
            clear(cell)
    name_cells(nb.cells, keep=set(sources))
    return write(path, tidy(nb))
