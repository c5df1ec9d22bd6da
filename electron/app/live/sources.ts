import type { CameraMessage, LiveSource } from '../../../contract/channels/live.ts';
import {
  listCameras,
  openCamera,
  openStream,
  openVirtualCamera,
  type Camera,
  type FrameSource,
} from '../../engine/capture/index.ts';
import { sampleClip } from '../sample/index.ts';

/** The cameras of this machine as a page shows them. */
export async function cameraMessages(): Promise<{ cameras: CameraMessage[]; reason: string | null }> {
  const { cameras, reason } = await listCameras();
  return { cameras: cameras.map(cameraMessage), reason };
}

/** Opens what a page chose. Throws what capture throws. */
export function openLiveSource(source: LiveSource): Promise<FrameSource> {
  switch (source.kind) {
    case 'camera': {
      const { id, widthPx, heightPx, fps } = source;
      const size = widthPx !== null && heightPx !== null ? { size: { widthPx, heightPx } } : {};
      return openCamera({ id, ...size, ...(fps === null ? {} : { fps }) });
    }
    case 'stream':
      return openStream(source.url);
    case 'file':
      return openVirtualCamera(source.path, source.fps === null ? {} : { fps: source.fps });
    case 'sample':
      return openVirtualCamera(sampleClip().path, source.fps === null ? {} : { fps: source.fps });
  }
}

/** What a source is called where people read it: no password of an address, no folder of a file. */
export function nameOfSource(source: LiveSource): string {
  switch (source.kind) {
    case 'camera':
      return source.id;
    case 'stream':
      return withoutSecrets(source.url);
    case 'file':
      return source.path.split(/[/\\]/).at(-1) ?? source.path;
    case 'sample':
      return sampleClip().name;
  }
}

function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.protocol}//${parsed.host}${parsed.pathname}` : 'stream';
}

const cameraMessage = ({ id, label, modes }: Camera): CameraMessage => ({
  id,
  name: label,
  modes: modes.map(({ widthPx, heightPx, maxFps, format }) => ({
    widthPx,
    heightPx,
    fps: maxFps,
    format: format ?? 'compressed',
  })),
});
