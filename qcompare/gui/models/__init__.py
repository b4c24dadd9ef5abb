"""Qt item models, read-only over the values of `qcompare.model`."""
