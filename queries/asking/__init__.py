"""Questions in English and Romanian, and the commands that answer them."""
