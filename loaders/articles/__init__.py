"""Files, folders and streams of articles: whatever is not read is said, never dropped."""

from detente.loaders.articles.files import Ignored, Rejected, read_paths

__all__ = ["Ignored", "Rejected", "read_paths"]
