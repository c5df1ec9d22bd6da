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
}

export async function listDevices(door: DeviceDoor = Device): Promise<CameraList> {
  const system = door.getVideoFormat();
  try {
    const devices = (await door.list()).filter(({ type }) => type === 'video');
    const cameras = await Promise.all(devices.map((device) => describe(door, device)));
    return { cameras, reason: cameras.length > 0 ? null : `The system (${system}) knows no camera.` };
  } catch (error) {
    return { cameras: [], reason: `The system (${system}) does not list cameras: ${messageOf(error)}.` };
  }
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
