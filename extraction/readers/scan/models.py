"""The neural networks that find and read text in pictures, as shipped inside their package.

They are optional (the extra `scan`): whoever reads no scans does without.
"""

from __future__ import annotations

import functools
from importlib import resources, util
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extraction import memory
from extraction.document import Rejected

if TYPE_CHECKING:
    import numpy as np
    import onnxruntime

PACKAGES = ("numpy", "cv2", "onnxruntime", "rapidocr", "PIL")
"""What reading pictures needs, by the names under which they are imported."""

BLANK = 0
"""The class of the reading network that says "no new character here"."""


class Reader(NamedTuple):
    """The network that reads a line of text, and its alphabet by class (BLANK is empty)."""

    session: onnxruntime.InferenceSession
    alphabet: tuple[str, ...]

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        """(lines, 3, 48, width) in -1 to 1 -> (lines, steps, classes), probabilities."""
        return _run(self.session, batch)


class Finder(NamedTuple):
    """The network that tells for each pixel whether it is the core of a line of text."""

    session: onnxruntime.InferenceSession

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        """(1, 3, height, width), sides multiples of 32, in -1 to 1 -> (height, width), 0 to 1."""
        found: np.ndarray = _run(self.session, picture)[0, 0]
        return found


@functools.cache
def is_installed() -> bool:
    """Whether the extra `scan` is there."""
    return all(util.find_spec(package) is not None for package in PACKAGES)


def require(why: str = "The file holds pictures of text") -> None:
    """Make sure that pictures can be read: they take more memory than other files.

    Raises Rejected("unsupported") that says what to install where the extra is not there.
    """
    if not is_installed():
        raise Rejected(
            "unsupported",
            f"{why}, and recognition is not installed. Install it "
            '(pip install "gongkai[scan]") and build again; the file is read then.',
        )
    memory.need(memory.RECOGNISING)


@functools.cache
def reader() -> Reader:
    session = _session("rec")
    alphabet = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Reader(session, ("", *alphabet, " "))


@functools.cache
def finder() -> Finder:
    return Finder(_session("det"))


def _session(kind: str) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Each worker process reads a file of its own: more threads would only contend.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Keeps some 200 MB of what it used, and spares a tenth of the time.
    options.enable_cpu_mem_arena = True
    # What is all but zero takes a processor many times as long; the finder's paper is full of it.
    # The first session sets it, for its whole thread and for good.
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(_model(kind)), options, providers=["CPUExecutionProvider"]
    )


def _model(kind: str) -> Path:
    folder = Path(str(resources.files("rapidocr"))) / "models"
    found = sorted(folder.glob(f"*_{kind}_*.onnx"))
    if len(found) != 1:
        raise FileNotFoundError(f"{len(found)} models of kind {kind} in {folder}, 1 expected.")
    return found[0]


def _run(session: onnxruntime.InferenceSession, batch: np.ndarray) -> np.ndarray:
    result: np.ndarray = session.run(None, {session.get_inputs()[0].name: batch})[0]
    return result
