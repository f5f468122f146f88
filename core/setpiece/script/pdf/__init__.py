"""Drafts as PDF: out as the trade prints them, in from what screenwriting programs print."""

from ._read import read_pdf
from ._write import Paper, write_pdf

__all__ = ["Paper", "read_pdf", "write_pdf"]
