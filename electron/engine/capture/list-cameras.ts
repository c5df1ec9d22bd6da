import { readdir } from 'node:fs/promises';
import { avGetPixFmtName, Device, type DeviceInfo, type DeviceMode } from 'node-av/lib';

export interface CameraMode {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly minFps: number;
  readonly maxFps: number;
  /** FFmpeg's name of the pixel format; null for compressed ones it has no name for. */
  readonly format: string | null;
}

export interface Camera {
  /** What `openCamera` takes. */
  readonly id: string;
  /** What a person calls it. */
  readonly label: string;
  readonly isDefault: boolean;
  /** Largest picture first, then highest rate; empty when the device would not say. */
  readonly modes: readonly CameraMode[];
}

export interface CameraList {
  readonly cameras: readonly Camera[];
  /** Why there is none, one sentence; null when there are some. */
  readonly reason: string | null;
}

/** The part of node-av that asks the system; passed in so that tests need no camera. */
export interface DeviceDoor {
  list(): Promise<Pick<DeviceInfo, 'type' | 'name' | 'description' | 'isDefault'>[]>;
  modes(name: string): Promise<DeviceMode[]>;
  getVideoFormat(): string;
  /** Names in Linux's `/dev`; elsewhere none. */
  deviceFiles(): Promise<string[]>;
}

const thisMachine: DeviceDoor = {
  list: () => Device.list(),
  modes: (name) => Device.modes(name),
  getVideoFormat: () => Device.getVideoFormat(),
  deviceFiles: () => (process.platform === 'linux' ? readdir('/dev') : Promise.resolve([])),
};

export async function listDevices(door: DeviceDoor = thisMachine): Promise<CameraList> {
  const system = door.getVideoFormat();
  try {
    const devices = (await door.list()).filter(({ type }) => type === 'video');
    const cameras = await Promise.all(devices.map((device) => describe(door, device)));
    return { cameras, reason: cameras.length > 0 ? null : await whyNone(door, system) };
  } catch (error) {
    return { cameras: [], reason: `The system (${system}) does not list cameras: ${messageOf(error)}.` };
  }
}

/** On Linux a camera that may not be opened is left out of the list without a word. */
async function whyNone(door: DeviceDoor, system: string): Promise<string> {
  const files = (await door.deviceFiles()).filter((name) => /^video\d+$/.test(name));
  if (files.length === 0) return `The system (${system}) knows no camera.`;
  const paths = files.map((name) => `/dev/${name}`).join(', ');
  return `${paths}: no camera, or not yours to open (members of the group "video" may).`;
}

type FoundDevice = Awaited<ReturnType<DeviceDoor['list']>>[number];

async function describe(door: DeviceDoor, device: FoundDevice): Promise<Camera> {
  // A camera that another program holds is still worth listing: its modes are then not known.
  const modes = await door.modes(device.name).catch(() => []);
  return {
    id: device.name,
    label: device.description || device.name,
    isDefault: device.isDefault,
    modes: modes.map((mode) => ({
      widthPx: mode.width,
      heightPx: mode.height,
      minFps: mode.minFrameRate,
      maxFps: mode.maxFrameRate,
      format: avGetPixFmtName(mode.pixelFormat),
    })),
  };
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
