/** What a person chooses before a live session begins, and what is still missing. */
import type { Settings } from '../../contract/channels/app.ts';
import type { CameraMessage, LiveSource } from '../../contract/channels/live.ts';
import type { Consent, StartRequest } from './live.svelte.ts';
import { allAgreedToRecording } from './recording-consent.ts';

export type SourceKind = LiveSource['kind'];
export type Missing = 'source' | 'url' | 'path' | 'participant';

type Mode = CameraMessage['modes'][number];

/** The same as the schema of `LiveSource` has. */
const ADDRESS = /^(rtsp|rtsps|http|https|srt|udp|rtmp):\/\/./;

export class SetUp {
  kind: SourceKind = $state('camera');
  cameras: readonly CameraMessage[] = $state.raw([]);
  cameraId: string | null = $state(null);
  /** Null: the camera's own choice. */
  mode: Mode | null = $state.raw(null);
  url = $state('');
  path = $state('');
  /** Of a file or the sample; null: as recorded. */
  fps: number | null = $state(null);
  faces = $state(4);
  replayS = $state(20);
  suggestsEmotion = $state(true);
  hasRecognizer = $state(false);
  who: 'only-me' | 'others' = $state('only-me');
  participants: readonly Consent[] = $state.raw([]);

  /** The same modes once each, the fastest first, of equally fast ones the largest. */
  get modes(): readonly Mode[] {
    return distinctModes(this.cameras.find(({ id }) => id === this.cameraId)?.modes ?? []);
  }

  takeSettings(settings: Pick<Settings, 'faces' | 'replayS'>): void {
    this.faces = settings.faces;
    this.replayS = settings.replayS;
  }

  /** Keeps the choice where that camera is still there. Without any camera the sample is what works at once. */
  takeCameras(cameras: readonly CameraMessage[]): void {
    this.cameras = cameras;
    if (cameras.some(({ id }) => id === this.cameraId)) return;
    this.chooseCamera(cameras[0]?.id ?? null);
  }

  chooseCamera(id: string | null): void {
    this.cameraId = id;
    this.mode = recommendedMode(this.modes);
  }

  /** Nobody is filmed where the picture is drawn. */
  get filmsSomebody(): boolean {
    return this.kind !== 'sample';
  }

  get missing(): Missing | null {
    if (this.kind === 'camera' && this.cameraId === null) return 'source';
    if (this.kind === 'stream' && !ADDRESS.test(this.url.trim())) return 'url';
    if (this.kind === 'file' && this.path.trim() === '') return 'path';
    if (this.filmsSomebody && this.who === 'others' && this.participants.length === 0) return 'participant';
    return null;
  }

  /** True once something was typed that is no address. */
  get isUrlWrong(): boolean {
    return this.url.trim() !== '' && !ADDRESS.test(this.url.trim());
  }

  /** Null while something is missing. */
  get request(): { readonly first: StartRequest; readonly further: readonly Consent[] } | null {
    if (this.missing !== null) return null;
    const agreed = this.filmsSomebody && this.who === 'others' ? this.participants : [];
    const first: StartRequest = {
      source: this.#source(),
      faces: this.faces,
      model: this.hasRecognizer && this.suggestsEmotion ? 'shipped' : 'none',
      replayS: allAgreedToRecording(agreed) ? this.replayS : 0,
      consent: agreed[0] ?? null,
    };
    return { first, further: agreed.slice(1) };
  }

  agree(consent: Consent): void {
    this.participants = [
      ...this.participants.filter(({ participant }) => participant !== consent.participant),
      consent,
    ];
  }

  withdraw(participant: string): void {
    this.participants = this.participants.filter((consent) => consent.participant !== participant);
  }

  #source(): LiveSource {
    switch (this.kind) {
      case 'camera':
        return {
          kind: 'camera',
          id: this.cameraId ?? '',
          widthPx: this.mode?.widthPx ?? null,
          heightPx: this.mode?.heightPx ?? null,
          fps: this.mode?.fps ?? null,
        };
      case 'stream':
        return { kind: 'stream', url: this.url.trim() };
      case 'file':
        return { kind: 'file', path: this.path.trim(), fps: this.fps };
      case 'sample':
        return { kind: 'sample', fps: this.fps };
    }
  }
}

export function distinctModes(modes: readonly Mode[]): readonly Mode[] {
  const isSame = (one: Mode, other: Mode): boolean =>
    one.widthPx === other.widthPx && one.heightPx === other.heightPx && one.fps === other.fps;
  return modes
    .filter((mode, index) => modes.findIndex((other) => isSame(mode, other)) === index)
    .sort((one, other) => other.fps - one.fps || other.widthPx * other.heightPx - one.widthPx * one.heightPx);
}

/**
 * The fastest mode of 640 × 480 or more, where a face half as high as the picture still has the hundred pixels between
 * the eyes that movements of a pixel need; of equally fast ones the largest up to 1280 wide, which is cheap to decode.
 */
export function recommendedMode(modes: readonly Mode[]): Mode | null {
  const fit = modes.filter(({ heightPx }) => heightPx >= 480);
  const candidates = fit.length > 0 ? fit : modes;
  const fastest = Math.max(...candidates.map(({ fps }) => fps));
  const fast = candidates.filter(({ fps }) => fps === fastest);
  return fast.find(({ widthPx }) => widthPx <= 1280) ?? fast.at(-1) ?? null;
}
