"""qcompare: compare Chinese government plans, offline."""

__version__ = "0.1.0"
