#!/usr/bin/env bash
# Installs what some tests need (FFmpeg and OpenCV to compare with, Chromium to open the interface in, a Redis server to
# hand folds round with), where that is possible.
# Without them those tests are skipped, and say so; Onset itself needs none of it.
set -uo pipefail

missing=()
command -v ffmpeg >/dev/null || missing+=(ffmpeg)
command -v chromium >/dev/null || missing+=(chromium)
command -v redis-server >/dev/null || command -v valkey-server >/dev/null || missing+=(redis-server)
/usr/bin/python3 -c 'import cv2' 2>/dev/null || missing+=(python3-opencv)
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "onset: no apt-get here; tests that need ${missing[*]} will be skipped." >&2
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "onset: not root; tests that need ${missing[*]} will be skipped. Later: sudo $0" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}"; } >/dev/null; then
  echo "onset: ${missing[*]} could not be installed; tests that need them will be skipped." >&2
fi
