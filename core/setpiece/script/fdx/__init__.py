"""Final Draft files: read, written, edited without loss, and tagged with a breakdown."""

from ._document import FdxDocument, open_fdx, read_fdx
from ._evidence import tags_of_breakdown
from ._tags import (
    TagCategory,
    TagDefinition,
    TagMark,
    TagSet,
    category_number,
    definition_of,
    read_tags,
    stock_categories,
    tag_document,
)
from ._write import write_fdx

__all__ = [
    "FdxDocument",
    "TagCategory",
    "TagDefinition",
    "TagMark",
    "TagSet",
    "category_number",
    "definition_of",
    "open_fdx",
    "read_fdx",
    "read_tags",
    "stock_categories",
    "tag_document",
    "tags_of_breakdown",
    "write_fdx",
]
