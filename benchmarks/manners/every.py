"""Every manner in which an invented report is written, by name."""

from benchmarks.manners.documents import DOCUMENTS
from benchmarks.manners.pages import PAGES, Write
from benchmarks.manners.papers import PAPERS, UNRULED
from benchmarks.manners.site_pages import SITE_PAGES, UNSURE_PAGES
from benchmarks.manners.texts import TEXTS, UNSURE
from benchmarks.manners.unseen_pages import UNSEEN_PAGES
from benchmarks.manners.workbooks import WORKBOOKS

_PAGES = PAGES | SITE_PAGES | UNSEEN_PAGES | UNSURE_PAGES
EVERY_MANNER: dict[str, Write] = _PAGES | DOCUMENTS | WORKBOOKS | PAPERS | UNRULED | TEXTS | UNSURE
