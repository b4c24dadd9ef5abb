"""The lock that everyone takes who calls PDFium."""

from __future__ import annotations

import threading

ONE_AT_A_TIME = threading.Lock()
"""PDFium has one state for the whole process: two threads in it at once bring the program down."""
