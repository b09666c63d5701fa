"""The explorer: one web module with two homes, a page and the notebook."""
