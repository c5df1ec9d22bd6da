import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { LIVE_REQUESTS } from '../../contract/channels/live.ts';
import { t } from '../strings/index.ts';
import { distinctModes, recommendedMode, SetUp } from './set-up.svelte.ts';

const mode = (widthPx: number, heightPx: number, fps: number, format = 'mjpeg') => ({
  widthPx,
  heightPx,
  fps,
  format,
});
const camera = {
  id: 'v0',
  name: 'Camera',
  modes: [mode(1920, 1080, 30), mode(640, 480, 100), mode(640, 480, 100, 'yuyv'), mode(320, 240, 200)],
};
const agreed = { participant: 'P-17', textVersion: '1', scope: 'all of it', expiresAt: null };

const made = (): SetUp => {
  const setUp = new SetUp();
  setUp.takeCameras([camera]);
  return setUp;
};

describe('modes', () => {
  test('the same in two formats are one; the fastest come first', () => {
    expect(distinctModes(camera.modes).map(({ fps }) => fps)).toEqual([200, 100, 30]);
  });

  test('the fastest that is large enough is recommended', () => {
    expect(recommendedMode(distinctModes(camera.modes))).toMatchObject({ fps: 100 });
    expect(recommendedMode([mode(320, 240, 30)])).toMatchObject({ fps: 30 });
    expect(recommendedMode([])).toBeNull();
  });
});

describe('what is asked of the engine', () => {
  const fits = (setUp: SetUp): boolean => v.is(LIVE_REQUESTS['live.start'].takes, setUp.request?.first);

  test('is what the contract takes, for every kind of source', () => {
    const setUp = made();
    expect(fits(setUp)).toBe(true);
    setUp.kind = 'stream';
    setUp.url = ' rtsp://10.0.0.5/cam ';
    expect(fits(setUp)).toBe(true);
    setUp.kind = 'file';
    setUp.path = '/videos/talk.mp4';
    setUp.fps = 100;
    expect(fits(setUp)).toBe(true);
    setUp.kind = 'sample';
    expect(fits(setUp)).toBe(true);
    expect(setUp.request?.first.source).toEqual({ kind: 'sample', fps: 100 });
  });

  test('waits for an address, a path, a camera', () => {
    const setUp = made();
    setUp.kind = 'stream';
    expect(setUp.missing).toBe('url');
    expect(setUp.isUrlWrong).toBe(false);
    setUp.url = 'my camera';
    expect(setUp.isUrlWrong).toBe(true);
    expect(setUp.request).toBeNull();
    setUp.kind = 'file';
    expect(setUp.missing).toBe('path');
    setUp.kind = 'camera';
    setUp.takeCameras([]);
    expect(setUp.missing).toBe('source');
  });

  test('waits for those filmed to agree, and carries what they agreed to', () => {
    const setUp = made();
    setUp.who = 'others';
    expect(setUp.missing).toBe('participant');
    setUp.agree(agreed);
    setUp.agree({ ...agreed, participant: 'P-18' });
    setUp.agree({ ...agreed, scope: 'less of it' });
    expect(setUp.request?.first.consent).toEqual({ ...agreed, participant: 'P-18' });
    expect(setUp.request?.further).toEqual([{ ...agreed, scope: 'less of it' }]);
    setUp.withdraw('P-18');
    setUp.withdraw('P-17');
    expect(setUp.request).toBeNull();
  });

  test('keeps nothing for a replay where somebody agreed to be analysed only', () => {
    const setUp = made();
    setUp.who = 'others';
    setUp.agree(agreed);
    expect(setUp.request?.first.replayS).toBe(20);
    setUp.agree({ ...agreed, participant: 'P-18', scope: t.live.consent.scopes.analysis });
    expect(setUp.request?.first.replayS).toBe(0);
  });

  test('nobody has to agree to a drawn face', () => {
    const setUp = made();
    setUp.who = 'others';
    setUp.kind = 'sample';
    expect(setUp.request?.first.consent).toBeNull();
  });
});

test('a camera that was chosen stays so when cameras are looked for again', () => {
  const setUp = made();
  const other = { id: 'v1', name: 'Other', modes: [] };
  setUp.takeCameras([camera, other]);
  setUp.chooseCamera('v1');
  setUp.takeCameras([camera, other]);
  expect(setUp.cameraId).toBe('v1');
  expect(setUp.mode).toBeNull();
  setUp.takeCameras([camera]);
  expect(setUp.cameraId).toBe('v0');
  expect(setUp.mode).toMatchObject({ fps: 100 });
});
