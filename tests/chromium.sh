#!/bin/sh
# Make sure that the tests of what people look at find a Chromium; without one they are skipped, and say so.
# An installed one is used; else Debian's package, where this may install packages; else Playwright's download.
set -u
for name in "${DETENTE_CHROMIUM:-}" chromium chromium-browser google-chrome chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Chromium for the tests"
    { apt-get install -y -q chromium || { apt-get update -q && apt-get install -y -q chromium; }; } >/dev/null 2>&1 && exit 0
fi
"$1/python" -m playwright install chromium >/dev/null 2>&1 \
    || echo "there is no Chromium here and none could be installed: name one in DETENTE_CHROMIUM" >&2
