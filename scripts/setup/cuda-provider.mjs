import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { download } from './download.mjs';
import { node24Path } from './node24.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { runChild } from './run-child.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'onnxruntime-node');

/** Some 300 MB: minutes on a slow line. Whether there is a line at all shows sooner. */
const TIMEOUT_MS = 5 * 60_000;
const REACH_TIMEOUT_MS = 10_000;
const FEED = 'https://api.nuget.org/v3/index.json';

/** ONNX Runtime's CUDA provider, which npm does not carry; only for Linux on x64, as the others bring their own. */
export const cudaProvider = {
  name: "ONNX Runtime's CUDA provider",
  optional: true,
  without: 'Recognizers run on the other providers ("onset doctor" lists them). Later: "npm run setup".',
  isDone: () => !hasNvidiaGpu() || providerFiles().some((file) => file.includes('providers_cuda')),

  async run() {
    const temporary = join(CACHE, `cuda-${process.pid}`);
    mkdirSync(temporary, { recursive: true });
    try {
      await download(FEED, join(temporary, 'index.json'), REACH_TIMEOUT_MS);
      // The package's own script, told what to fetch: run from npm it would take itself for a local build and leave.
      const script = join(PACKAGE, 'script', 'install.js');
      const proxy = process.env.HTTPS_PROXY ?? process.env.https_proxy;
      const env = { ...process.env, TMPDIR: temporary, ...(proxy && { GLOBAL_AGENT_HTTPS_PROXY: proxy }) };
      await runChild(node24Path(), [script, '--onnxruntime-node-install=cuda12'], {
        env,
        timeoutMs: TIMEOUT_MS,
      });
    } catch (error) {
      // It copies straight to the final names, so what a stopped run leaves may be cut short.
      for (const file of providerFiles()) rmSync(file, { force: true });
      throw error;
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  },
};

function hasNvidiaGpu() {
  const isSupported = process.platform === 'linux' && process.arch === 'x64';
  return isSupported && (existsSync('/dev/nvidia0') || existsSync('/proc/driver/nvidia/gpus'));
}

function providerFiles() {
  const bin = join(PACKAGE, 'bin');
  if (!existsSync(bin)) return [];
  return readdirSync(bin)
    .map((version) => join(bin, version, 'linux', 'x64'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => file.includes('libonnxruntime_providers_'));
}
