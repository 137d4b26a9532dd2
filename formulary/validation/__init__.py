"""The pipeline: from bytes to findings, for one document and for many, in order and on all cores."""
