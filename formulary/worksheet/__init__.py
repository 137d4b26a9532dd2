"""The bench's paper: a solved recipe scaled to a batch, as a worksheet and as labels."""
