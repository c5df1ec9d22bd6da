#!/usr/bin/env bash
# Installs what some tests compare with (FFmpeg and OpenCV as Debian packages them), where that is possible.
# Without them those tests are skipped, and say so; Onset itself needs none of it.
set -uo pipefail

missing=()
command -v ffmpeg >/dev/null || missing+=(ffmpeg)
/usr/bin/python3 -c 'import cv2' 2>/dev/null || missing+=(python3-opencv)
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "onset: no apt-get here; tests that compare with ${missing[*]} will be skipped." >&2
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "onset: not root; tests that compare with ${missing[*]} will be skipped. Later: sudo $0" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}"; } >/dev/null; then
  echo "onset: ${missing[*]} could not be installed; tests that compare with them will be skipped." >&2
fi
