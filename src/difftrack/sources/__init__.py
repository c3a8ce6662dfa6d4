"""Where metadata comes from: arXiv's API, the starter collection."""
