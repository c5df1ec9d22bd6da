/**
 * Which execution providers this machine can try, found out without opening one: a provider that is tried and fails
 * writes its complaints straight to the process's standard error.
 */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { listSupportedBackends } from 'onnxruntime-node';
import type { Provider } from '../../../contract/model.ts';

export interface Obstacle {
  /** `missing`: a library is not there. `absent`: this machine has no device for it. `foreign`: not for this platform. */
  readonly state: 'missing' | 'absent' | 'foreign';
  readonly reason: string;
}

/** What keeps a provider from being tried; null when nothing is known to. */
export function findObstacle(provider: Provider): Obstacle | null {
  const backend = listSupportedBackends().find(({ name }) => name === provider);
  if (backend === undefined)
    return {
      state: 'foreign',
      reason: `ONNX Runtime for ${process.platform} ${process.arch} does not have it`,
    };
  if (provider === 'cuda') return findCudaObstacle();
  if (provider === 'webgpu') return findGpuObstacle();
  return null;
}

/** CUDA's provider is a library of its own, which the npm package does not carry. */
function findCudaObstacle(): Obstacle | null {
  const [prefix, suffix] = process.platform === 'win32' ? ['', '.dll'] : ['lib', '.so'];
  const library = `${prefix}onnxruntime_providers_cuda${suffix}`;
  if (existsSync(join(runtimeFolder(), library))) return null;
  const hasDevice = process.platform === 'linux' ? existsSync('/dev/nvidiactl') : null;
  const reason = `its library ${library} is not installed`;
  return hasDevice === false
    ? { state: 'absent', reason: `${reason}, and no NVIDIA device is visible` }
    : { state: 'missing', reason };
}

/**
 * WebGPU needs a graphics device. Software renderers are not asked: they are slower than the CPU provider. Outside
 * Linux every desktop has a device, and opening it is the only way to know.
 */
function findGpuObstacle(): Obstacle | null {
  if (process.platform !== 'linux') return null;
  const devices = [
    ...entries('/dev/dri').filter((name) => name.startsWith('renderD')),
    ...['/dev/nvidiactl', '/dev/dxg'].filter((path) => existsSync(path)), // the last one is Windows' GPU under WSL
  ];
  if (devices.length > 0) return null;
  return {
    state: 'absent',
    reason: 'no graphics device is visible (nothing at /dev/dri, /dev/nvidiactl or /dev/dxg)',
  };
}

/** Where onnxruntime-node keeps this platform's libraries. */
function runtimeFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}

/** A folder's names; none when there is no such folder. */
const entries = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
